/** Results of Converse reach the model with another call, or not at all. */
import { refuse, type StreamEvent } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { event, is } from '../converse/edits.ts'
import { inBody } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { inTurns, type Pieces } from './turns.ts'

/** Gives the contents of the results of a turn to its calls anew. */
function dealt(edit: (contents: readonly unknown[]) => readonly unknown[]) {
  return inTurns('content', (pieces: Pieces) => {
    const results = pieces.filter((piece) => 'toolResult' in piece)
    const contents = edit(results.map((piece) => asObject(piece['toolResult'])['content']))
    let next = 0
    return pieces.map((piece) =>
      'toolResult' in piece
        ? { toolResult: { ...asObject(piece['toolResult']), content: contents[next++] } }
        : piece,
    )
  })
}

/** Refuses a request with a turn for which this holds. */
function refusing(message: string, is: (pieces: Pieces) => boolean) {
  return inTurns('content', (pieces) => (is(pieces) ? refuse(400, 'bad-request', message) : pieces))
}

const byId = ['tool-history.converse-results/by-id']
const accepted = ['tool-history.converse-results/accepted']

/** An empty text block before the calls of a stream that has no text, whose blocks move up. */
function blankFirst(events: readonly StreamEvent[]): StreamEvent[] {
  const isText = (one: StreamEvent) =>
    one.kind === 'event' && 'text' in asObject(one.payload['delta'])
  if (!events.some(is('contentBlockStart')) || events.some(isText)) return [...events]
  const indexOf = (one: StreamEvent) =>
    one.kind === 'event' ? one.payload['contentBlockIndex'] : undefined
  const at = events.findIndex((one) => indexOf(one) !== undefined)
  const moved = events.slice(at).map((one): StreamEvent => {
    const index = indexOf(one)
    if (one.kind !== 'event' || index === undefined) return one
    return { ...one, payload: { ...one.payload, contentBlockIndex: Number(index) + 1 } }
  })
  return [
    ...events.slice(0, at),
    event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: '' } }),
    event('contentBlockStop', { contentBlockIndex: 0 }),
    ...moved,
  ]
}

export const toolsResults: readonly Deviation[] = [
  {
    id: 'converse-results-swapped',
    kind: 'mutant',
    about: 'Results of parallel calls are given to each other’s call.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: byId,
    hooks: dealt((contents) => contents.toReversed()),
  },
  {
    id: 'converse-results-of-first',
    kind: 'mutant',
    about: 'All results of a turn are given to its first call.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: byId,
    hooks: dealt((contents) =>
      contents.map((_, at) => (at === 0 ? contents.flatMap(asArray) : [{ text: 'ok' }])),
    ),
  },
  {
    id: 'converse-two-calls-refused',
    kind: 'mutant',
    about: 'Two calls in one turn are refused.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: accepted,
    hooks: refusing(
      'Only one tool call per turn is supported.',
      (all) => all.filter((piece) => 'toolUse' in piece).length > 1,
    ),
  },
  {
    id: 'converse-results-in-ascii',
    kind: 'mutant',
    about: 'Characters of a result beyond ASCII are lost.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['converse-tools.round-trip/character-kept'],
    also: ['assert:usage-compare'],
    hooks: dealt((contents) =>
      contents.map((parts): unknown =>
        JSON.parse(JSON.stringify(parts).replaceAll(/[^ -~]/gu, '')),
      ),
    ),
  },
  {
    id: 'converse-blank-beside-call',
    kind: 'mutant',
    about: 'An empty text block stands before every tool call.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['tool-forced.any-native/no-blank-text', 'converse-tools.streamed/no-blank-text'],
    hooks: {
      events: blankFirst,
      body: inBody('output/message/content', (content) => {
        const blocks = asArray(content).map(asObject)
        const isBare =
          blocks.some((one) => 'toolUse' in one) && !blocks.some((one) => 'text' in one)
        return isBare ? [{ text: '' }, ...blocks] : content
      }),
    },
  },
]
