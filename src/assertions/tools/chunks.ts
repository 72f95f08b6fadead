/** Tool calls in the deltas of an OpenAI stream (ChatCompletionMessageToolCallChunk). */
import { append } from '../../model/lists/lists.ts'
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { below, byChoice, choiceParts, type ChoicePart } from '../chat/chunks/choices.ts'
import { onChunks, whyEndUnseen } from '../evidence/evidence.ts'
import { isObject, listOf, type Members } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { argumentFindings } from './arguments.ts'
import { finding, type Finding, type Location } from '../../model/findings/finding.ts'

export const toolCallChunks = defineAssertion({
  name: 'tool-call-chunks',
  about:
    'In a stream each tool call has an index from 0, its id, type and name once, and fragments that join to its arguments.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onChunks((_, chunks, observation) => {
    const choices = [...byChoice(choiceParts(chunks)).values()]
    const calls = choices.map((parts) => ({ parts, fragments: fragmentsOf(parts) }))
    if (calls.every(({ fragments }) => fragments.length === 0)) return passed('No tool was called.')
    const isOver = whyEndUnseen(observation) === undefined && observation.error === undefined
    return judged(
      calls.flatMap(({ parts, fragments }) => findingsOf(fragments, isOver && !isCut(parts))),
    )
  }),
})

/** Reasons with which the last call of a choice may be cut off. */
const cutShort = new Set<unknown>(['length', 'content_filter'])

function isCut(parts: readonly ChoicePart[]): boolean {
  return parts.some(({ json }) => cutShort.has(json['finish_reason']))
}

interface Fragment {
  readonly json: Members
  readonly called: Members
  readonly kind: 'function' | 'custom'
  readonly at: Location
}

interface Growing {
  readonly id: unknown
  readonly name: unknown
  readonly kind: Fragment['kind']
  readonly at: Location
  arguments: string
}

function fragmentsOf(parts: readonly ChoicePart[]): readonly Fragment[] {
  return parts.flatMap(({ delta, at }) =>
    listOf(delta['tool_calls'])
      .filter(isObject)
      .map((json, position) => ({
        json,
        ...calledIn(json),
        at: below(at, `/delta/tool_calls/${position}`),
      })),
  )
}

/** A fragment without a type continues its call. */
function calledIn(json: Members): Pick<Fragment, 'called' | 'kind'> {
  const kind = json['type'] === 'custom' || isObject(json['custom']) ? 'custom' : 'function'
  const called = json[kind]
  return { kind, called: isObject(called) ? called : {} }
}

/** Several entries of one delta may have the same index: they are joined in their order (ogx). */
function findingsOf(fragments: readonly Fragment[], isWhole: boolean): readonly Finding[] {
  const calls = new Map<number, Growing>()
  const found: Finding[] = []
  for (const { json, called, kind, at } of fragments) {
    const { index } = json
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > calls.size) {
      found.push(wrongIndex(index, calls.size, at))
      break
    }
    const known = calls.get(index)
    if (known === undefined) append(found, startFindings({ json, called, kind, at }))
    else append(found, againFindings(known, json, called, at))
    const given = called[kind === 'custom' ? 'input' : 'arguments']
    const text = typeof given === 'string' ? given : ''
    if (known !== undefined) known.arguments += text
    else calls.set(index, { id: json['id'], name: called['name'], kind, at, arguments: text })
  }
  if (!isWhole || found.length > 0) return found
  // The input of a custom tool is any text.
  const functions = [...calls.values()].filter(({ kind }) => kind === 'function')
  return functions.flatMap((call) => argumentFindings(call.arguments, undefined, call.at, false))
}

function wrongIndex(index: unknown, next: number, at: Location): Finding {
  return finding(
    'tools.chunk-index',
    'A tool call in a delta has no usable index.',
    next === 0 ? 'the index 0 for the first call' : `an index from 0 to ${next}`,
    excerpt(index),
    below(at, '/index'),
  )
}

function startFindings({ json, called, kind, at }: Fragment): readonly Finding[] {
  const wanted = [
    ['/id', json['id'], isText(json['id']), 'an id that is not empty'],
    ['/type', json['type'], json['type'] === kind, '"function" or "custom"'],
    [`/${kind}/name`, called['name'], isText(called['name']), 'the name of the tool'],
  ] as const
  return wanted
    .filter(([, , fits]) => !fits)
    .map(([pointer, value, , expected]) => {
      const message = `The first delta of a tool call lacks ${pointer.slice(1)}.`
      return finding('tools.chunk-start', message, expected, excerpt(value), below(at, pointer))
    })
}

/** Null and "" count as absent: Bedrock sends them on every later fragment. */
function againFindings(
  known: Growing,
  json: Members,
  called: Members,
  at: Location,
): readonly Finding[] {
  const { id } = json
  if (isText(id) && isText(known.id) && id !== known.id) {
    const message = 'Two tool calls have one index.'
    const expected = `an index of its own for the call ${excerpt(id)}`
    const received = `${excerpt(json['index'])}, as for ${excerpt(known.id)}`
    return [finding('tools.chunk-index', message, expected, received, below(at, '/index'))]
  }
  const given = [
    ['/id', id, known.id],
    ['/function/name', called['name'], known.name],
  ] as const
  return given
    .filter(([, value]) => isText(value))
    .map(([pointer, value, first]) => {
      const message = `A later delta of a tool call gives ${pointer.slice(1)} again.`
      const expected = `${excerpt(first)} in the first delta only`
      return finding('tools.chunk-repeated', message, expected, excerpt(value), below(at, pointer))
    })
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
