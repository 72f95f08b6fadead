/** Text of a stream is lost or sent twice: in Messages, in ConverseStream and in the bodies of InvokeModel. */
import type { Chunk, StreamEvent } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'

/** The new text of a chunk of any family, or of an event. */
function textOf(chunk: Chunk): string | undefined {
  const json = asObject(chunk)
  const nova = asObject(json['contentBlockDelta'])['delta']
  const found = [
    asObject(json['delta'])['text'],
    asObject(nova)['text'],
    json['generation'],
    json['outputText'],
    ...[...asArray(json['outputs']), ...asArray(json['choices'])].flatMap((one) => {
      const choice = asObject(one)
      return [choice['text'], asObject(choice['delta'])['content']]
    }),
  ].find((text) => typeof text === 'string' && text !== '')
  return found as string | undefined
}

type Edit = <T>(items: readonly T[], textual: readonly number[]) => T[]

/** Changes which parts of a stream are sent, given the positions of those with text. */
function inTexts(edit: Edit): Hooks {
  const positions = (texts: readonly (string | undefined)[]): number[] =>
    texts.flatMap((text, at) => (text === undefined ? [] : [at]))
  return {
    chunks: (chunks) => edit(chunks, positions(chunks.map(textOf))),
    events: (events) =>
      edit(
        events,
        positions(
          events.map((one: StreamEvent) =>
            one.kind === 'event' ? textOf(one.payload) : undefined,
          ),
        ),
      ),
  }
}

const again: Edit = (items, [first]) =>
  items.flatMap((item, at) => (at === first ? [item, item] : [item]))

const lost: Edit = (items, [, second, , , later]) =>
  items.filter((_, at) => at !== second && at !== later)

const scopes = [
  {
    where: 'messages',
    on: apis.messagesStreams,
    of: 'Messages',
    seen: 'AM-02',
    check: 'line-whole',
  },
  {
    where: 'converse',
    on: apis.converseStreams,
    of: 'Converse',
    seen: 'CS-13',
    check: 'line-whole-native',
  },
  {
    where: 'invoke',
    on: apis.invokeStreams,
    of: 'InvokeModel',
    seen: 'IS-06',
    check: 'line-whole-native',
  },
] as const

export const chunksTexts: readonly Deviation[] = scopes.flatMap(
  ({ where, on, of, seen, check }): Deviation[] => [
    {
      id: `first-text-again-${where}`,
      kind: 'mutant',
      about: `The first text of a stream of ${of} is sent twice.`,
      seen: [seen],
      apis: on,
      kills: [`stream-text.to-the-end/${check}`],
      also: ['assert:*'],
      hooks: inTexts(again),
    },
    {
      id: `texts-lost-${where}`,
      kind: 'mutant',
      about: `Two of the first texts of a stream of ${of} are lost.`,
      seen: [seen],
      apis: on,
      kills: [`stream-text.to-the-end/${check}`],
      also: ['assert:*'],
      hooks: inTexts(lost),
    },
  ],
)
