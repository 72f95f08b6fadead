/** What a server answers about a response that it keeps: its deletion, its cancellation, its input. */
import { z } from 'zod'
import { defineAssertion, type Assertion, type CheckInput } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { promptTexts } from '../evidence/prompt-texts.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { asObject, isObject, objectsOf, type Members } from '../../model/json/shape.ts'
import { cameBefore } from '../../model/lists/lists.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { responseOf } from './subject.ts'

const ofStep = z.strictObject({ of: z.string().min(1) })

/** What the step was answered. */
function givenBy({ steps }: CheckInput, step: string): Observation | undefined {
  return steps.get(step)?.[0]
}

/** The id of the response that the step was answered with. */
function idOf(input: CheckInput, step: string): unknown {
  const given = givenBy(input, step)
  return given && responseOf(given)?.json['id']
}

/** The body of a 200; others are judged by their status. */
function answerIn({ body, exchange }: Observation): Members | undefined {
  return exchange.response?.status === 200 && isObject(body?.json) ? body.json : undefined
}

/** The specification gives the answer no members; OpenAI names what it deleted. */
const responseDeleted = defineAssertion({
  name: 'response-deleted',
  about:
    'The answer to a deletion does not deny it, and names no response but the one of this step.',
  args: ofStep,
  reads: { body: 'neither', steps: true },
  judge: onResponse(({ of: step }, _, input) => {
    const answer = answerIn(input.observation)
    if (answer === undefined) return passed('The answer is not a JSON object with status 200.')
    return judged([otherId(answer, idOf(input, step)), denial(answer)])
  }),
})

function otherId({ id }: Members, wanted: unknown): Finding | undefined {
  if ((id ?? null) === null || wanted === undefined || id === wanted) return undefined
  const message = 'The answer is about another response.'
  return finding('responses.kept-id', message, excerpt(wanted), excerpt(id), { pointer: '/id' })
}

function denial({ deleted }: Members): Finding | undefined {
  if (deleted !== false) return undefined
  const message = 'The response is deleted, and the answer denies it.'
  const at = { pointer: '/deleted' }
  return finding('responses.deleted', message, 'true', 'false', at)
}

const ended = ['cancelled', 'completed', 'incomplete', 'failed']

const responseCancelled = defineAssertion({
  name: 'response-cancelled',
  about:
    'A cancellation with status 200 is answered by the response of this step, cancelled, or ended before that.',
  args: ofStep,
  reads: { body: 'neither', steps: true },
  judge: onResponse(({ of: step }, _, input) => {
    const { observation } = input
    if (observation.exchange.response?.status !== 200) return passed('It is not answered by 200.')
    const answer = answerIn(observation) ?? {}
    const { status } = answer
    const at = { pointer: '/status' }
    const message = 'The answer to a cancellation is not a response that has ended.'
    return judged([
      otherId({ id: answer['id'] ?? 'no id' }, idOf(input, step)),
      ended.includes(String(status))
        ? undefined
        : finding('responses.cancelled', message, ended.join(' or '), excerpt(status), at),
    ])
  }),
})

const inputItems = defineAssertion({
  name: 'response-input-items',
  about:
    'The list, where it is served, has the items of the input of this step, each once, with an id, the role of the user and parts as content, none of its output, and no more pages.',
  args: ofStep,
  reads: { body: 'neither', request: 'neither', steps: true },
  judge: onResponse(({ of: step }, _, input) => {
    const { body, exchange } = input.observation
    if (exchange.response?.status !== 200) return passed('The list is not served.')
    const list = asObject(body?.json)
    if (!Array.isArray(list['data'])) return judged([unlistedData(body?.json)])
    const first = givenBy(input, step)
    if (first === undefined) return unsaid(`Step ${step} was not sent.`)
    const items = objectsOf(list['data'])
    const asked = requestBody(first)?.['input']
    const texts = typeof asked === 'string' ? [asked] : promptTexts(asked)
    const found = [
      ...texts.map((text) => unlisted(text, items)),
      ...items.map((item, index) => listed(item, `/data/${index}`)),
      ...list['data'].map((item, index) => misformed(item, `/data/${index}`)),
      repeated(items),
      unended(list, items),
    ]
    return judged([found.find((one) => one !== undefined)])
  }),
})

function unlistedData(given: unknown): Finding {
  const message = 'The list of input items has no list data.'
  return finding('responses.input-items', message, '{"data":[…]}', excerpt(given))
}

function unlisted(text: string, items: readonly Members[]): Finding | undefined {
  if (promptTexts(items).includes(text)) return undefined
  const message = 'The list lacks a text of the input.'
  const at = { pointer: '/data' }
  return finding('responses.input-items', message, excerpt(text), excerpt(items), at)
}

/** An input without items of the assistant is listed without them. */
function listed({ type, role, id, content }: Members, pointer: string): Finding | undefined {
  if (type !== 'message' || role === 'assistant') {
    const message = 'The list has an item that the input lacks.'
    const received = excerpt(role ?? type)
    return finding('responses.input-items', message, 'messages of the input', received, { pointer })
  }
  if (typeof id !== 'string' || id === '') {
    const at = { pointer: `${pointer}/id` }
    return finding('responses.input-items', 'An item has no id.', 'an id', excerpt(id), at)
  }
  if (Array.isArray(content)) return undefined
  const at = { pointer: `${pointer}/content` }
  const message = 'The content of an item is not a list.'
  return finding('responses.input-items', message, 'a list of parts', excerpt(content), at)
}

/** The specification: items are objects, a message has a role, and its parts have a type. */
function misformed(item: unknown, pointer: string): Finding | undefined {
  const wrong = (message: string, expected: string, given: unknown, at: string): Finding =>
    finding('responses.input-items', message, expected, excerpt(given), { pointer: at })
  if (!isObject(item)) return wrong('An entry of the list is no item.', 'an object', item, pointer)
  const { role, content } = item
  if (typeof role !== 'string') {
    return wrong('An item has no role.', 'a role', role, `${pointer}/role`)
  }
  const parts = Array.isArray(content) ? content : []
  const at = parts.findIndex((part) => typeof asObject(part)['type'] !== 'string')
  if (at < 0) return undefined
  const message = 'A part of an item has no type.'
  return wrong(message, 'a type such as input_text', parts[at], `${pointer}/content/${at}`)
}

function repeated(items: readonly Members[]): Finding | undefined {
  const ids = items.map(({ id }) => id)
  const isRepeated = cameBefore(ids)
  const at = ids.findIndex((id, index) => typeof id === 'string' && isRepeated[index] === true)
  if (at < 0) return undefined
  const pointer = `/data/${at}/id`
  const message = 'The list has an item twice.'
  return finding('responses.input-items', message, 'each item once', excerpt(ids[at]), { pointer })
}

/** OGX leaves these members out. */
function unended(list: Members, items: readonly Members[]): Finding | undefined {
  const ends = [
    ['has_more', false],
    ['first_id', items[0]?.['id']],
    ['last_id', items.at(-1)?.['id']],
  ] as const
  const wrong = ends.find(([name, value]) => (list[name] ?? value) !== value)
  if (wrong === undefined) return undefined
  const [name, value] = wrong
  const message = `${name} is not that of the whole list.`
  const at = { pointer: `/${name}` }
  return finding('responses.input-items', message, excerpt(value), excerpt(list[name]), at)
}

export const keptAssertions: readonly Assertion[] = [responseDeleted, responseCancelled, inputItems]
