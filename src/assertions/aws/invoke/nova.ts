/** `nova-events`, `nova-usage`: the replies of Amazon Nova to InvokeModel. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject, type Members } from '../../../model/json/shape.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { type Finding, type Location, finding } from '../../../model/findings/finding.ts'
import { judged, unsaid } from '../../outcome.ts'
import { leastCompletion } from '../../usage/least.ts'
import { on } from '../on.ts'
import { onEvents, locationOf, whyNoEnd, type StreamEvent } from '../converse/events.ts'
import { onMessage } from '../converse/on-message.ts'

/** Blocks may skip indices and have no start (recordings of opentelemetry-python-contrib). */
export const novaEvents = defineAssertion({
  name: 'nova-events',
  about:
    'messageStart is first, content comes before one messageStop, metadata after it, and no content of a block before its start or after its stop.',
  args: on,
  reads: { body: 'neither' },
  judge: onEvents((events, observation) => {
    const isCut = whyNoEnd(observation) !== undefined
    const ends = isCut ? [] : [one(events, 'messageStop'), one(events, 'metadata')]
    return judged([one(events, 'messageStart'), ...ends, ...misplaced(events), ...late(events)])
  }),
})

function one(events: readonly StreamEvent[], name: string): Finding | undefined {
  const found = events.filter((event) => event.name === name)
  if (found.length === 1) return undefined
  const message = `The stream has ${found.length === 0 ? 'no' : 'more than one'} ${name}.`
  return finding('bedrock.nova-event-count', message, `one ${name}`, `${found.length}`)
}

/** Ranks of events: none may come after one of a higher rank. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['messageStart', 0],
  ['contentBlockStart', 1],
  ['contentBlockDelta', 1],
  ['contentBlockStop', 1],
  ['messageStop', 2],
  ['metadata', 3],
])

function misplaced(events: readonly StreamEvent[]): readonly Finding[] {
  return events.flatMap((event, index) => {
    const before = events[index - 1]
    if (before === undefined || rank(event) >= rank(before)) return []
    const message = `${event.name} comes after ${before.name}.`
    const expected = `${event.name} before ${before.name}`
    return [finding('bedrock.nova-order', message, expected, 'after it', locationOf(event))]
  })
}

/** Content of a block that was stopped before, or its start after what it opens. */
function late(events: readonly StreamEvent[]): readonly Finding[] {
  const stopped = new Set<unknown>()
  const begun = new Set<unknown>()
  return events.flatMap((event) => {
    if (!event.name.startsWith('contentBlock')) return []
    const index = event.json['contentBlockIndex']
    if (index === undefined) return []
    const isLate = stopped.has(index)
    const isOpen = begun.has(index)
    begun.add(index)
    if (event.name === 'contentBlockStop') stopped.add(index)
    if (!isLate && isOpen && event.name === 'contentBlockStart') {
      const message = `The block ${excerpt(index)} starts after it has begun.`
      const expected = 'contentBlockStart before every delta of its block'
      return [finding('bedrock.nova-order', message, expected, 'after one', locationOf(event))]
    }
    if (!isLate) return []
    const message = `${event.name} comes after the block ${excerpt(index)} stopped.`
    const expected = 'nothing of a block after its contentBlockStop'
    return [finding('bedrock.nova-order', message, expected, event.name, locationOf(event))]
  })
}

function rank({ name }: StreamEvent): number {
  return ranks.get(name) ?? 0
}

export const novaUsage = defineAssertion({
  name: 'nova-usage',
  about: 'Tokens are counted, totalTokens is their sum where it is sent, the limit holds.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage('usage', (message, { observation }) => {
    const { usage, totals, texts } = message
    if (!isObject(usage)) return unsaid('The reply has no usage.')
    const isAsked = message.stopReason !== 'guardrail_intervened'
    const wrote = texts.some(({ text }) => text !== '') && usage['outputTokens'] !== undefined
    const written = wrote && isAsked ? leastCompletion(observation.reply) : 0
    return judged([
      usesCache(usage) ? undefined : below(usage, 'inputTokens', isAsked ? 1 : 0, totals),
      below(usage, 'outputTokens', written, totals),
      total(usage, totals),
      over(usage, limitOf(requestBody(observation)), totals),
    ])
  }),
})

function below(usage: Members, name: string, least: number, totals: Location): Finding | undefined {
  if (count(usage, name) >= least) return undefined
  const message = `${name} is too small for what was said.`
  const at = within(totals, name)
  const received = excerpt(usage[name])
  return finding('bedrock.usage-value', message, `${least} or more`, received, at)
}

const cached = ['cacheReadInputTokenCount', 'cacheWriteInputTokenCount']

/** `inputTokens` is what is left of the prompt, as on Converse: all of it may be in the cache. */
function usesCache(usage: Members): boolean {
  return cached.some((name) => count(usage, name) > 0)
}

function total(usage: Members, totals: Location): Finding | undefined {
  const given = usage['totalTokens']
  if (typeof given !== 'number') return undefined
  const plain = count(usage, 'inputTokens') + count(usage, 'outputTokens')
  const sum = plain + cached.reduce((all, name) => all + count(usage, name), 0)
  if (given === plain || given === sum) return undefined
  const message = 'totalTokens is not the sum of its parts.'
  return finding(
    'bedrock.usage-total',
    message,
    `${sum}`,
    `${given}`,
    within(totals, 'totalTokens'),
  )
}

function over(usage: Members, limit: unknown, totals: Location): Finding | undefined {
  const written = count(usage, 'outputTokens')
  if (typeof limit !== 'number' || written <= limit) return undefined
  const message = 'More tokens were generated than the request allows.'
  const at = within(totals, 'outputTokens')
  return finding('bedrock.usage-over-limit', message, `at most ${limit}`, `${written}`, at)
}

/** Nova User Guide: `maxTokens`; `max_new_tokens` in older clients. */
function limitOf(body: Members | undefined): unknown {
  const config = body?.['inferenceConfig']
  return isObject(config) ? (config['maxTokens'] ?? config['max_new_tokens']) : undefined
}

function count(usage: Members, name: string): number {
  const value = usage[name]
  return typeof value === 'number' ? value : 0
}

function within(totals: Location, name: string): Location {
  return { ...totals, pointer: `${totals.pointer ?? ''}/usage/${name}` }
}
