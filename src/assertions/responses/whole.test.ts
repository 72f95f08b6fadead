/** The pack of whole responses: green on legal habits, red on defects, each by its code. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../testing/completion.ts'
import { judge, judgePacks } from '../testing/judge.ts'
import { answered, model, now, type Situation } from '../testing/observation.ts'
import {
  call,
  failed,
  incomplete,
  message,
  reasoning,
  response,
  whole,
} from './testing/response.ts'

const ofWhole = (json: unknown, more?: Situation) =>
  judgePacks(['http', 'openai-responses'], whole(json, more))
const text = (message['content'] as Json[])[0]!

describe('a whole response is green', () => {
  it.each<[string, Json, Situation?]>([
    ['as the specification shows it', response()],
    ['with unknown members', response({ billing: { payer: 'developer' }, moderation: null })],
    ['with a time that is written as a fraction', response({ created_at: now + 0.5 })],
    ['with metadata null', response({ metadata: null })],
    ['with metadata of the server', response({ metadata: { served_by: 'a gateway' } })],
    [
      'with the instructions of a stored prompt',
      response({ instructions: 'Be brief.' }),
      { asked: { prompt: { id: 'pmpt_1' } } },
    ],
    ['that is incomplete with reasoning only', response({ ...incomplete, output: [reasoning] })],
    ['that is incomplete without any item', response({ ...incomplete, output: [] })],
    ['with a call without an id', response({ output: [{ ...call, id: undefined, item_id: 'x' }] })],
    ['with encrypted reasoning', response({ output: [{ ...reasoning, content: null }, message] })],
    [
      'with several messages',
      response({ output: [{ ...message, id: 'msg_2', content: [] }, message] }),
    ],
    [
      'with an item of an unknown kind',
      response({ output: [{ type: 'dream', id: 'd' }, message] }),
    ],
    ['that names a dated model', response({ model: `${model}-2026-01-01` })],
    ['with defaults of its own', response({ top_p: 0.98, service_tier: 'standard' })],
    [
      'that goes on in the background',
      response({ status: 'queued', tool_choice: null, usage: null, output: [] }),
      { asked: { background: true } },
    ],
  ])('%s', (_, json, more) => {
    const result = ofWhole(json, more)
    delete result['published-members']
    expect(result).toEqual({})
  })
})

describe('a whole response is red', () => {
  it.each<[string, Json, string, string, Situation?]>([
    ['without output', response({ output: undefined }), 'response-schema', 'schema.required'],
    ['with output null', response({ output: null }), 'response-schema', 'schema.type'],
    ['with an unknown status', response({ status: 'done' }), 'response-schema', 'schema.enum'],
    [
      'with a text without annotations',
      response({ output: [{ ...message, content: [{ ...text, annotations: undefined }] }] }),
      'response-schema',
      'schema.required',
    ],
    [
      'with a call without call_id',
      response({ output: [{ ...call, call_id: undefined }] }),
      'response-schema',
      'schema.required',
    ],
    [
      'with metadata that is not text',
      response({ metadata: { a: 1 } }),
      'response-schema',
      'schema.type',
    ],
    ['that failed', response(failed), 'answered', 'responses.failed'],
    ['completed without output', response({ output: [] }), 'answered', 'responses.output-empty'],
    [
      'with an error beside an answer',
      response({ error: failed.error }),
      'status-agrees',
      'responses.status-details',
    ],
    [
      'failed without an error',
      response({ ...failed, error: null }),
      'status-agrees',
      'responses.status-details',
    ],
    [
      'completed with incomplete_details',
      response({ incomplete_details: { reason: 'content_filter' } }),
      'status-agrees',
      'responses.status-details',
    ],
    [
      'incomplete without a reason',
      response({ ...incomplete, incomplete_details: null }),
      'status-agrees',
      'responses.status-details',
    ],
    [
      'incomplete for an unknown reason',
      response({ ...incomplete, incomplete_details: { reason: 'length' } }),
      'incomplete-reason',
      'responses.reason',
    ],
    [
      'incomplete with a completed message at its end',
      response({ ...incomplete, output: [message] }),
      'cut-item',
      'responses.item-status',
    ],
    [
      'that is not finished',
      response({ status: 'in_progress', usage: null }),
      'finished',
      'responses.status-unfinished',
    ],
    [
      'with an unfinished message',
      response({ output: [{ ...message, status: 'in_progress' }] }),
      'item-status',
      'responses.item-status',
    ],
    [
      'with two items of one id',
      response({ output: [message, { ...call, id: 'msg_1' }] }),
      'ids',
      'responses.item-id-repeated',
    ],
    [
      'with two calls of one call_id',
      response({ output: [call, { ...call, id: 'fc_2' }] }),
      'ids',
      'responses.item-id-repeated',
    ],
    [
      'with an id of chat completions',
      response({ id: 'chatcmpl-1' }),
      'id-prefix',
      'responses.id-form',
    ],
    ['without usage', response({ usage: null }), 'usage', 'usage.missing'],
    [
      'with a wrong sum',
      response({ usage: { ...(response()['usage'] as Json), total_tokens: 21 } }),
      'usage',
      'usage.sum',
    ],
    [
      'with more reasoning than output',
      response({
        usage: {
          ...(response()['usage'] as Json),
          output_tokens_details: { reasoning_tokens: 10 },
        },
      }),
      'usage',
      'usage.details',
    ],
    [
      'that continues another response',
      response({ previous_response_id: 'resp_9' }),
      'state-echo',
      'responses.echo',
      { asked: { previous_response_id: 'resp_0' } },
    ],
    [
      'with a previous response that was not asked for',
      response({ previous_response_id: 'resp_9' }),
      'state-echo',
      'responses.echo-unasked',
      { asked: { input: 'Hi' } },
    ],
    [
      'with instructions that were not given',
      response({ instructions: 'Answer as a pirate.' }),
      'echo',
      'responses.echo-unasked',
      { asked: { input: 'Hi' } },
    ],
    [
      'with a choice of tools that there is not',
      response({ tool_choice: 'any' }),
      'response-schema',
      'schema.enum',
    ],
    [
      'with an effort that is no text',
      response({ reasoning: { effort: 2 } }),
      'response-schema',
      'schema.type',
    ],
    [
      'without the metadata',
      response({ metadata: null }),
      'state-echo',
      'responses.echo-missing',
      { asked: { metadata: { a: 'b' } } },
    ],
    [
      'with another choice of tools',
      response({ tool_choice: 'auto' }),
      'echo',
      'responses.echo',
      { asked: { tool_choice: { type: 'function', name: 'weather' } } },
    ],
    [
      'with another format',
      response({ text: { format: { type: 'text' } } }),
      'echo',
      'responses.echo',
      { asked: { text: { format: { type: 'json_object' } } } },
    ],
    [
      'with another effort',
      response({ reasoning: { effort: 'high' } }),
      'echo',
      'responses.echo',
      { asked: { reasoning: { effort: 'low' } } },
    ],
  ])('%s', (_, json, check, code, more) => {
    expect(ofWhole(json, more)[check]).toContain(code)
  })

  it('with the tools in another order of members is green', () => {
    const tool = { type: 'function', name: 'f', strict: false, parameters: { a: 1, b: 2 } }
    const given = { parameters: { b: 2, a: 1 }, name: 'f', type: 'function', strict: true }
    const result = ofWhole(response({ tools: [given] }), { asked: { tools: [tool] } })
    expect(result['echo']).toBeUndefined()
  })
})

describe('a failed response', () => {
  it('is a note where the request may be at fault', () => {
    const either = { outcome: 'reply-or-error' } as const
    const { findings, notes } = judge('response-answered', true, whole(response(failed)), {
      expect: either,
    })
    expect([findings, notes]).toEqual([[], ['The response failed.']])
  })

  it('owes no usage, and its error is no hidden one', () => {
    expect(Object.keys(ofWhole(response(failed)))).toEqual(['answered'])
  })
})

describe('response-stored', () => {
  const steps = (json: unknown) => ({ steps: new Map([['main', [whole(json)]]]) })

  it('holds a response to the one that was given', () => {
    const args = { as: 'main' }
    const other = response({ output: [message] })
    expect(judge('response-stored', args, whole(), steps(response())).findings).toEqual([])
    const { findings } = judge('response-stored', args, whole(other), steps(response()))
    expect(findings.map(({ code }) => code)).toEqual(['responses.stored-differs'])
  })

  it('says nothing where no response was given', () => {
    const { inconclusive } = judge('response-stored', { as: 'main' }, whole(), steps({}))
    expect(inconclusive).toContain('main')
  })
})

describe('response-progress', () => {
  const open = (status: string) => response({ status, output: [], usage: null })
  const progress = (from: string, to: string) => {
    const before = from === 'completed' ? response() : open(from)
    const after = to === 'completed' ? response() : open(to)
    const steps = new Map([['main', [whole(before)]]])
    return judge('response-progress', { after: 'main' }, whole(after), { steps }).findings.map(
      ({ code }) => code,
    )
  }

  it.each([
    ['queued', 'queued'],
    ['queued', 'in_progress'],
    ['queued', 'completed'],
    ['in_progress', 'cancelled'],
    ['cancelled', 'cancelled'],
  ])('may go from %s to %s', (from, to) => {
    expect(progress(from, to)).toEqual([])
  })

  it.each([
    ['in_progress', 'queued'],
    ['completed', 'in_progress'],
    ['cancelled', 'completed'],
    ['cancelled', 'in_progress'],
  ])('may not go from %s to %s', (from, to) => {
    expect(progress(from, to)).toEqual(['responses.status-back'])
  })

  it('has nothing to compare where the other step was refused, or gave no response', () => {
    const after = (status: number) => {
      const refused = answered({ error: { message: 'No.' } }, { api: 'openai-responses', status })
      const steps = new Map([['main', [refused]]])
      return judge('response-progress', { after: 'main' }, whole(response()), { steps })
    }
    expect(after(409)).toEqual({ findings: [], notes: ['Step main was given no response.'] })
    expect(after(200).inconclusive).toContain('main')
  })
})
