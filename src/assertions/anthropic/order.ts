/** `message-events`, `blocks-apart`: the order of the events of an Anthropic stream. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { isObject, listOf } from '../../model/json/shape.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { judged } from '../outcome.ts'
import { indexOf } from './blocks.ts'
import { onAnthropicEvents, whyNoEnd, within, type AnthropicEvent } from './events.ts'

/** platform.claude.com/docs/en/build-with-claude/streaming, "Event types". */
export const messageEvents = defineAssertion({
  name: 'message-events',
  about:
    'message_start is first, every block starts, goes on and stops under its index, then come message_delta and one message_stop, the last event.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onAnthropicEvents((events, observation) => {
    const walk = new Walk(observation)
    for (const event of events) walk.take(event)
    return judged(walk.end(events.at(-1)))
  }),
})

/** The events so far: what may come next, and what did not fit. */
class Walk {
  readonly #findings: Finding[] = []
  readonly #open = new Set<number>()
  readonly #isCut: boolean
  #next: number | undefined
  #state: 'before' | 'content' | 'totals' | 'over' | 'failed' = 'before'

  constructor(observation: Observation) {
    this.#isCut = whyNoEnd(observation) !== undefined
  }

  take(event: AnthropicEvent): void {
    if (this.#state === 'failed') {
      this.#add('anthropic.after-error', event, 'comes after an error', 'nothing after it')
      return
    }
    if (event.type === 'error') {
      this.#state = 'failed'
      return
    }
    if (this.#state === 'over') {
      this.#add('anthropic.after-stop', event, 'comes after message_stop', 'nothing after it')
      return
    }
    if (event.type === 'message_start') return this.#start(event)
    if (this.#state === 'before') {
      this.#add(
        'anthropic.start-missing',
        event,
        'comes before message_start',
        'message_start first',
      )
      this.#state = 'content'
    }
    if (event.type === 'message_delta') return this.#totals(event)
    if (event.type === 'message_stop') return this.#stop(event)
    this.#block(event)
  }

  /** What is missing when the stream is over. */
  end(last: AnthropicEvent | undefined): readonly Finding[] {
    if (this.#isCut || this.#state === 'over') return this.#findings
    const received = last === undefined ? 'no event' : `${last.type} as the last event`
    const message = 'The stream ended without message_stop.'
    return [...this.#findings, finding('anthropic.stop-missing', message, 'message_stop', received)]
  }

  #start(event: AnthropicEvent): void {
    if (this.#state !== 'before') {
      this.#add('anthropic.start-repeated', event, 'comes again', 'one message_start')
      return
    }
    this.#state = 'content'
    const { message } = event.json
    // a call that a program of the model's made is there from the start
    if (isObject(message) && listOf(message['content']).length === 0) this.#next = 0
  }

  #block(event: AnthropicEvent): void {
    const index = indexOf(event)
    if (index === undefined) return // the schema reports it
    if (this.#state === 'totals') {
      this.#add('anthropic.after-totals', event, 'comes after message_delta', 'no more content')
    }
    if (event.type === 'content_block_start') this.#startBlock(event, index)
    else if (!this.#open.has(index)) {
      this.#add(
        'anthropic.block-not-open',
        event,
        `is for block ${index}, which is not open`,
        'an open block',
      )
    } else if (event.type === 'content_block_stop') this.#open.delete(index)
  }

  #startBlock(event: AnthropicEvent, index: number): void {
    if (this.#next !== undefined && index !== this.#next) {
      this.#add('anthropic.block-index', event, `has index ${index}`, `index ${this.#next}`)
    }
    this.#next = index + 1
    this.#open.add(index)
  }

  #totals(event: AnthropicEvent): void {
    for (const index of this.#open) {
      const message = `Block ${index} is not stopped before message_delta.`
      const expected = `content_block_stop with index ${index}`
      this.#findings.push(
        finding('anthropic.block-not-stopped', message, expected, 'message_delta', event.at),
      )
    }
    this.#open.clear()
    this.#state = 'totals'
  }

  #stop(event: AnthropicEvent): void {
    if (this.#state !== 'totals') {
      this.#add(
        'anthropic.totals-missing',
        event,
        'comes without message_delta',
        'message_delta first',
      )
    }
    this.#state = 'over'
  }

  #add(code: Code, event: AnthropicEvent, what: string, expected: string): void {
    this.#findings.push(finding(code, `${event.type} ${what}.`, expected, event.type, event.at))
  }
}

type Code = Parameters<typeof finding>[0]

/** Every recorded stream stops a block before it starts the next; the SDK reads either by index. */
export const blocksApart = defineAssertion({
  name: 'blocks-apart',
  about: 'A content block is stopped before the next one is started.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onAnthropicEvents((events) => {
    const open = new Set<number>()
    for (const event of events) {
      const index = indexOf(event)
      if (index === undefined) continue
      if (event.type === 'content_block_stop') open.delete(index)
      if (event.type !== 'content_block_start') continue
      const [other] = open
      if (other !== undefined) return judged([overlap(event, index, other)])
      open.add(index)
    }
    return judged([])
  }),
})

function overlap(event: AnthropicEvent, index: number, other: number): Finding {
  const message = `Block ${index} starts while block ${other} is open.`
  const expected = `content_block_stop of block ${other} first`
  return finding('anthropic.block-overlap', message, expected, event.type, within(event, '/index'))
}
