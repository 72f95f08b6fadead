/** `converse-block-order`: the life of each content block in a ConverseStream. */
import { append } from '../../../model/lists/lists.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { judged } from '../../outcome.ts'
import { on } from '../on.ts'
import { onEvents, locationOf, whyNoEnd, type StreamEvent } from './events.ts'

/**
 * Order as captured: `contentBlockStart? contentBlockDelta* contentBlockStop` for each
 * contentBlockIndex. A start is only sent for blocks that have something to say in it: the id and
 * name of a tool call. Blocks that overlap are legal, since every event names its block.
 */
export const blockOrder = defineAssertion({
  name: 'converse-block-order',
  about: 'Each block is (start) deltas stop, under one index, with nothing after its stop.',
  args: on,
  reads: { body: 'neither' },
  judge: onEvents((events, observation) => {
    const blocks = new Map<number, Block>()
    const findings: (Finding | undefined)[] = []
    const notes = new Set<string>()
    let open = 0
    for (const event of events.filter(({ name }) => name.startsWith('contentBlock'))) {
      const index = event.json['contentBlockIndex']
      if (!isIndex(index)) {
        findings.push(noIndex(event, index))
        continue
      }
      const block = blocks.get(index) ?? { index, stopped: false, begun: false, last: event }
      if (!blocks.has(index) && open > 0) notes.add('Blocks overlap.')
      if (!blocks.has(index)) open += 1
      const wasStopped = block.stopped
      blocks.set(index, block)
      append(findings, follow(block, event))
      if (block.stopped && !wasStopped) open -= 1
    }
    if (whyNoEnd(observation) === undefined) {
      append(findings, [...blocks.values()].filter((block) => !block.stopped).map(unstopped))
    }
    const indexes = [...blocks.keys()]
    if (indexes.some((index, position) => index !== position)) {
      notes.add(`Block indexes are not counted from 0: ${indexes.join(', ')}.`)
    }
    return judged(findings, [...notes])
  }),
})

interface Block {
  readonly index: number
  begun: boolean
  stopped: boolean
  kind?: string
  /** Whether a contentBlockStart came, and for a tool call. */
  started?: 'tool' | 'other'
  last: StreamEvent
}

/** Takes one event into its block and says what is wrong with it there. */
function follow(block: Block, event: StreamEvent): readonly Finding[] {
  block.last = event
  if (event.name === 'contentBlockStart') return start(block, event)
  if (event.name === 'contentBlockStop') return stop(block, event)
  return delta(block, event)
}

function start(block: Block, event: StreamEvent): readonly Finding[] {
  const at = locationOf(event)
  const again = block.started !== undefined
  block.started = isObject(event.json['start']) && event.json['start']['toolUse'] ? 'tool' : 'other'
  const expected = `one contentBlockStart before the deltas of block ${block.index}`
  if (block.stopped) return [afterStop(block, event)]
  if (again) {
    const message = `Block ${block.index} is started twice.`
    return [finding('bedrock.block-start-repeated', message, expected, 'another start', at)]
  }
  if (!block.begun) return []
  const message = `Block ${block.index} is started after its first delta.`
  return [finding('bedrock.block-start-late', message, expected, 'a start after a delta', at)]
}

function delta(block: Block, event: StreamEvent): readonly Finding[] {
  const findings: Finding[] = []
  if (block.stopped) findings.push(afterStop(block, event))
  const kind = deltaKind(event.json['delta'])
  if (kind === 'toolUse' && block.started !== 'tool' && block.kind !== 'toolUse') {
    const message = `The tool call in block ${block.index} began without its start.`
    const expected = 'contentBlockStart with toolUseId and name before the first delta'
    const at = locationOf(event)
    findings.push(finding('bedrock.block-start-missing', message, expected, 'a delta', at))
  }
  const before = block.kind ?? (block.started === 'tool' ? 'toolUse' : undefined)
  if (kind !== undefined && before !== undefined && kind !== before) {
    const message = `Block ${block.index} turned from ${before} into ${kind}.`
    const expected = `${before} deltas only`
    findings.push(
      finding('bedrock.block-kind-changed', message, expected, kind, locationOf(event, '/delta')),
    )
  }
  block.begun = true
  if (kind !== undefined) block.kind = kind
  return findings
}

function stop(block: Block, event: StreamEvent): readonly Finding[] {
  const again = block.stopped
  block.stopped = true
  if (!again) return []
  const message = `Block ${block.index} is stopped twice.`
  const expected = `one contentBlockStop for block ${block.index}`
  const at = locationOf(event)
  return [finding('bedrock.block-stop-repeated', message, expected, 'another stop', at)]
}

/** What a delta adds to; a citation belongs to the text that it is about. */
function deltaKind(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const kind = Object.keys(value).find((name) => value[name] !== null && name !== '__type')
  return kind === 'citation' ? 'text' : kind
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function noIndex(event: StreamEvent, index: unknown): Finding {
  const message = `${event.name} does not say which block it belongs to.`
  const at = locationOf(event, '/contentBlockIndex')
  return finding('bedrock.block-index', message, 'an integer from 0', excerpt(index), at)
}

function afterStop(block: Block, event: StreamEvent): Finding {
  return finding(
    'bedrock.block-after-stop',
    `Block ${block.index} goes on after its contentBlockStop.`,
    `nothing more for block ${block.index}`,
    event.name,
    locationOf(event),
  )
}

function unstopped(block: Block): Finding {
  return finding(
    'bedrock.block-stop-missing',
    `Block ${block.index} was never stopped.`,
    `contentBlockStop with contentBlockIndex ${block.index}`,
    `${block.last.name} as the last event of the block`,
    locationOf(block.last),
  )
}
