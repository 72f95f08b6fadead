/** Answers that are JSON because the request said so (ResponseFormatJsonObject, …JsonSchema). */
import { z } from 'zod'
import { defineAssertion, type CheckOutcome } from '../assertion.ts'
import { excessOf } from '../../model/json/bounds.ts'
import { isObject, parseJson } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { validatorOf, type Schema } from '../json/schema/files.ts'
import { emptyAnswer } from './empty.ts'
import { insideFence } from './fence.ts'
import { schemaFindings } from '../json/schema/errors.ts'
import { finding } from '../../model/findings/finding.ts'

const schemaArg = z.record(z.string(), z.unknown())

/** Models wrap JSON in fences when the format is not enforced (llama.cpp#11988, venice#264). */
export const answerJson = defineAssertion({
  name: 'answer-json',
  about: 'The answer, reasoning left out, is a JSON object and fits the schema, without a fence.',
  args: z.union([z.literal(true), z.strictObject({ schema: schemaArg })]),
  reads: { body: 'neither' },
  judge: onReply((args, { text, ending, toolCalls }) => {
    if (ending === 'length') return unsaid('The answer was cut at its token limit.')
    if (text.trim() === '' && toolCalls.length > 0) return unsaid('A tool is called in its place.')
    const excess = excessOf(text)
    if (excess !== undefined) return unsaid(`The answer ${excess}; it was not read.`)
    const json = parseJson(text)
    if (json === undefined && ending === 'filter') return unsaid('The answer was declined.')
    if (json === undefined) return judged([notJson(text)])
    return args === true ? objectOnly(json) : against(args.schema, json)
  }),
})

function notJson(text: string) {
  const inner = insideFence(text)
  const expected = 'a JSON object and nothing else'
  const empty = emptyAnswer(text, expected)
  if (empty !== undefined) return empty
  if (inner !== undefined && parseJson(inner) !== undefined) {
    return finding('text.fenced', 'The JSON stands in a code fence.', expected, excerpt(text))
  }
  return finding('text.not-json', whyNot(text), expected, excerpt(text))
}

/** An answer that only begins as JSON, or has something before or behind it. */
function whyNot(text: string): string {
  const start = text.search(/[{[]/u)
  if (start < 0) return 'The answer is not JSON.'
  const before = text.slice(0, start).trim()
  if (before !== '') return `The answer has ${excerpt(before, 60)} before its JSON.`
  const end = text.lastIndexOf(text[start] === '{' ? '}' : ']') + 1
  if (end > 0 && end < text.length && parseJson(text.slice(start, end)) !== undefined) {
    return `The answer has ${excerpt(text.slice(end).trim(), 60)} behind its JSON.`
  }
  return /[}\]]\s*$/u.test(text.slice(-100))
    ? 'The answer begins as JSON, but is not JSON.'
    : 'The answer begins as JSON, which breaks off.'
}

function objectOnly(json: unknown): CheckOutcome {
  if (isObject(json)) return judged([])
  const message = 'The answer is JSON, but no object.'
  return judged([finding('text.not-json', message, 'a JSON object', excerpt(json))])
}

function against(schema: Schema, json: unknown): CheckOutcome {
  return judged(
    schemaFindings(validatorOf(schema), json).map((found) => ({
      ...found,
      code: 'text.json-schema',
      message: `In the answer: ${found.message}`,
    })),
  )
}
