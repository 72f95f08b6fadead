/** Unusual but legal items of responses. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { eachItem, eachPart, everyItem, inBoth, inStored, inWhole, remade } from './edits.ts'

export const responsesLegalItems: readonly Deviation[] = [
  {
    id: 'responses-without-logprobs',
    kind: 'oddity',
    about: 'Texts have no logprobs.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: inBoth((response) => ({
      ...response,
      output: asArray(response['output']).map((item) =>
        asObject(item)['type'] === 'message'
          ? eachPart(({ logprobs: _, ...part }) => part)(asObject(item))
          : item,
      ),
    })),
  },
  {
    id: 'responses-reasoning-encrypted',
    kind: 'oddity',
    about: 'Reasoning comes without a text, and is encrypted anew each time.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: {
      body: inWhole((response, { random }) => ({
        ...response,
        output: asArray(response['output']).map((item) => hidden(asObject(item), random())),
      })),
      chunks: remadeHidden(),
    },
  },
  {
    id: 'responses-reasoning-absent',
    kind: 'oddity',
    about: 'There is no reasoning among the items.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({ ...choice, reasoning: '' })),
      }),
    },
  },
  {
    id: 'responses-message-phases',
    kind: 'oddity',
    about: 'Messages say whether they are a commentary or the answer.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: everyItem('message', (item) => ({ ...item, phase: 'final_answer' })),
  },
  {
    id: 'responses-commentary-first',
    kind: 'oddity',
    about:
      'A message of commentary stands before an answer in prose; a number alone comes without one.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    sees: ['*/answered', '*/messages-once'],
    hooks: {
      body: inStored((response) => {
        const output = asArray(response['output']).map(asObject)
        const at = output.findIndex(({ type }) => type === 'message')
        const text = String(asObject(asArray(output[at]?.['content'])[0])['text'] ?? '{')
        if (at < 0 || response['status'] !== 'completed' || /^(?:[{[]|\d+$)/u.test(text))
          return response
        const part = { type: 'output_text', text: 'Let me see.', annotations: [], logprobs: [] }
        const id = `${String(output[at]?.['id'])}_comment`
        const comment = { ...output[at], id, phase: 'commentary', content: [part] }
        return { ...response, output: output.toSpliced(at, 0, comment) }
      }),
    },
  },
  {
    id: 'responses-vendor-parts',
    kind: 'oddity',
    about: 'Messages of whole responses have a part of a kind of the vendor.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    hooks: {
      body: inStored(
        eachItem('message', (item) => ({
          ...item,
          content: [...asArray(item['content']), { type: 'example:chart', points: [1, 2] }],
        })),
      ),
    },
  },
  {
    id: 'responses-call-without-item-id',
    kind: 'oddity',
    about: 'Calls have an item_id in place of an id.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    sees: ['tools.named/*'],
    hooks: everyItem('function_call', ({ id, ...item }) => ({ ...item, item_id: id })),
  },
  {
    id: 'responses-call-ids-counted',
    kind: 'oddity',
    about: 'call_id counts from call_0 in each response anew.',
    seen: ['pydantic-ai#6538'],
    apis: apis.responses,
    sees: ['tools.named/*', 'tool-choice.two-cities/*'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          toolCalls: choice.toolCalls.map((call, at) => ({ ...call, id: String(at) })),
        })),
      }),
    },
  },
  {
    id: 'responses-cut-without-message',
    kind: 'oddity',
    about: 'What the limit cut is left out of a whole response.',
    seen: ['aws-samples responses'],
    apis: apis.responsesWhole,
    sees: ['responses.small-budget/*'],
    hooks: {
      body: inWhole((response) =>
        response['status'] === 'incomplete' ? { ...response, output: [] } : response,
      ),
    },
  },
  {
    id: 'responses-item-of-unknown-kind',
    kind: 'oddity',
    about: 'An item of an unknown kind stands among the others.',
    seen: ['Open Responses'],
    apis: apis.responsesWhole,
    hooks: {
      // Also where it is asked for again, but not where the stream that gave it had no such item.
      body: inWhole((response, call) => {
        const id = `tr_${String(response['id'])}`
        if (call.method === 'POST') call.memory.set(id, true)
        if (!call.memory.has(id)) return response
        const output = [{ type: 'trace', id, spans: [] }, ...asArray(response['output'])]
        return { ...response, output }
      }),
    },
  },
]

function hidden(item: Record<string, unknown>, salt: number): Record<string, unknown> {
  if (item['type'] !== 'reasoning') return item
  const { content: _, ...rest } = item
  return { ...rest, encrypted_content: `rsn_${salt}` }
}

/** Streams whose reasoning items have no events of their own. */
function remadeHidden() {
  return remade((events) => {
    const ids = new Set(
      events
        .map(({ item }) => asObject(item))
        .flatMap(({ type, id }) => (type === 'reasoning' ? [id] : [])),
    )
    return events
      .filter(({ item_id: id }) => !ids.has(id))
      .map((event, at) => ({
        ...event,
        ...('item' in event && { item: hidden(asObject(event['item']), at) }),
        ...('response' in event && {
          response: {
            ...asObject(event['response']),
            output: asArray(asObject(event['response'])['output']).map((item) =>
              hidden(asObject(item), at),
            ),
          },
        }),
      }))
  })
}
