/** What the server answers about a response that it keeps is wrong: its deletion, its cancellation, its input. */
import type { Call } from '../../../reference/call.ts'
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import type { Stored } from '../../../reference/openai/responses/store.ts'
import { apis } from '../scopes.ts'
import { inWhole } from './edits.ts'

type Answers = (call: Call) => boolean

const isDeletion: Answers = ({ method }) => method === 'DELETE'
const isCancellation: Answers = ({ path }) => /\/responses\/[^/]+\/cancel$/u.test(path)
const isList: Answers = ({ path }) => /\/responses\/[^/]+\/input_items$/u.test(path)
const isLook: Answers = ({ method }) => method === 'GET'

function answering(
  isMeant: Answers,
  edit: (body: JsonObject, call: Call) => JsonObject,
): Pick<Hooks, 'body'> {
  return {
    body: (body, call) =>
      isMeant(call) && call.failure === undefined ? edit(asObject(body), call) : body,
  }
}

/** Changes each item of the list of input items. */
function eachListed(edit: (item: JsonObject) => JsonObject): Pick<Hooks, 'body'> {
  return answering(isList, (list) => ({
    ...list,
    data: asArray(list['data']).map((item) => edit(asObject(item))),
  }))
}

function storedIn({ memory, path }: Call): Stored | undefined {
  const id = /\/responses\/([^/]+)/u.exec(path)?.[1] ?? ''
  return [...memory].find(([key]) => key.endsWith(` ${id}`))?.[1] as Stored | undefined
}

function kept(
  id: string,
  about: string,
  kills: string,
  hooks: Hooks,
  also?: readonly string[],
): Deviation {
  return {
    id,
    kind: 'mutant',
    about,
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: [`responses-state.${kills}`],
    ...(also && { also }),
    hooks,
  }
}

const listed = 'input-items/lists-nothing-else'

export const responsesKept: readonly Deviation[] = [
  kept(
    'responses-input-items-of-another',
    'The list of input items is that of the first response of the server.',
    listed,
    answering(isList, (list, { memory }) => {
      const first = [...memory].find(([key]) => key.startsWith('response '))?.[1]
      return { ...list, data: (first as Stored | undefined)?.items ?? [] }
    }),
  ),
  kept(
    'responses-input-items-empty-texts',
    'The items of the input are listed with empty texts.',
    listed,
    eachListed((item) => ({ ...item, content: [{ type: 'input_text', text: '' }] })),
  ),
  kept(
    'responses-input-items-as-chat',
    'The items of the input are listed as messages of chat completions: a text as content.',
    listed,
    eachListed((item) => ({
      ...item,
      content: String(asObject(asArray(item['content'])[0])['text']),
    })),
  ),
  kept(
    'responses-input-items-without-ids',
    'The items of the input are listed without ids.',
    listed,
    eachListed(({ id: _, ...item }) => item),
  ),
  kept(
    'responses-input-items-with-output',
    'The list of input items has the output of the response, too.',
    listed,
    answering(isList, (list, call) => ({
      ...list,
      data: [...asArray(list['data']), ...asArray(storedIn(call)?.response['output'])],
    })),
  ),
  kept(
    'responses-input-items-without-role',
    'The items of the input are listed without their role.',
    listed,
    eachListed((item) => ({ ...item, role: null })),
  ),
  kept(
    'responses-input-items-twice',
    'Each item of the input is listed twice, as the request and as the conversation has it.',
    listed,
    answering(isList, (list) => ({
      ...list,
      data: asArray(list['data']).flatMap((item) => [item, item]),
    })),
  ),
  kept(
    'responses-input-items-endless',
    'The list of input items always has more.',
    listed,
    answering(isList, (list) => ({ ...list, has_more: true })),
  ),
  kept(
    'responses-input-items-other-ends',
    'The list of input items names other ids as its first and last.',
    listed,
    answering(isList, (list) => ({ ...list, first_id: 'msg_first', last_id: 'msg_last' })),
  ),
  {
    ...kept(
      'responses-input-items-bare',
      'Input items are a list without an object around it.',
      listed,
      {},
    ),
    hooks: {
      body: (body, call) =>
        isList(call) && call.failure === undefined ? asObject(body)['data'] : body,
    },
  },
  kept(
    'responses-delete-denied',
    'A deletion that worked is denied in its answer.',
    'delete/delete.confirmed',
    answering(isDeletion, (answer) => ({ ...answer, deleted: false })),
  ),
  kept(
    'responses-delete-of-another',
    'The answer to a deletion names another response.',
    'delete/delete.confirmed',
    answering(isDeletion, (answer) => ({ ...answer, id: 'resp_0' })),
  ),
  kept(
    'cancel-answered-empty',
    'The cancellation of a response is answered by {}.',
    'background-cancel/cancel.ends-it',
    answering(isCancellation, () => ({})),
    ['responses-state.background-cancel/*'],
  ),
  kept(
    'cancel-answered-in-progress',
    'The cancellation of a response is answered by one that goes on.',
    'background-cancel/cancel.ends-it',
    answering(isCancellation, (answer) => ({ ...answer, status: 'in_progress' })),
  ),
  kept(
    'cancel-of-another',
    'The cancellation of a response is answered by another one.',
    'background-cancel/cancel.ends-it',
    answering(isCancellation, (answer) => ({ ...answer, id: 'resp_0' })),
  ),
  kept(
    'responses-retrieved-with-defaults',
    'A stored response has lost its instructions and its limit.',
    'retrieve/again.parameters-kept',
    answering(isLook, (body, call) =>
      asObject(
        inWhole((one) => ({ ...one, instructions: null, max_output_tokens: null }))(body, call),
      ),
    ),
  ),
  kept(
    'responses-retrieved-unstored',
    'A stored response says that it is not stored.',
    'retrieve/again.parameters-kept',
    answering(isLook, (body, call) =>
      asObject(inWhole((one) => ({ ...one, store: false }))(body, call)),
    ),
    ['responses-state.background/*'],
  ),
  kept(
    'background-flag-lost',
    'A response in the background says background: false when it is asked for again.',
    'background/look.parameters-kept',
    answering(isLook, (body, call) =>
      asObject(inWhole((one) => ({ ...one, background: false }))(body, call)),
    ),
  ),
]
