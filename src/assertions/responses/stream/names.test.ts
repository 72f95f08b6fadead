/** Parts are of the kind that their item and their text have, and deltas have the names that clients read. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../../testing/completion.ts'
import { judgePacks } from '../../testing/judge.ts'
import { changed, events, message, numbered, streamed } from '../testing/response.ts'

const text = (message['content'] as Json[])[0]!
const rest = events()

describe('a stream is red', () => {
  it.each<[string, Json[], string, string]>([
    [
      'with a text of the answer announced in reasoning',
      changed(rest, 'content_part.added', (event) => ({
        ...event,
        part: { ...text, text: '' },
      })),
      'parts',
      'part-kind',
    ],
    [
      'with a refusal whose text comes as an answer',
      changed(rest.toReversed(), 'content_part.done', (event) => ({
        ...event,
        part: { type: 'refusal', refusal: 'Humans live on Earth.' },
      })).toReversed(),
      'parts',
      'part-kind',
    ],
    [
      'with deltas of a text under another name',
      rest.map((event) =>
        event['type'] === 'response.output_text.delta'
          ? { ...event, type: 'response.text.delta' }
          : event,
      ),
      'delta-names',
      'delta-name',
    ],
    [
      'with deltas of arguments under another name',
      rest.map((event) =>
        event['type'] === 'response.function_call_arguments.delta'
          ? { ...event, type: 'response.tool_call_arguments.delta' }
          : event,
      ),
      'delta-names',
      'delta-name',
    ],
  ])('%s', (_, list, check, code) => {
    const found = judgePacks(['http', 'openai-responses-stream'], streamed(numbered(list)))
    expect(found[check]).toContain(`responses.${code}`)
  })
})
