/** How few tokens a text can take, whatever the tokenizer: one for every two words or numbers. */
import { apiFacts } from '../../model/apis.ts'
import type { Choice, Observation, Reply } from '../../model/observation.ts'
import { excessOf } from '../../model/json/bounds.ts'
import { asObject, isObject, parseJson, type Members } from '../../model/json/shape.ts'
import { requestBody } from '../evidence/evidence.ts'
import { promptTexts } from '../evidence/prompt-texts.ts'
import { withoutTagged } from '../text/tagged.ts'

/** Runs of letters, with the vowels and accents that are marks on them, and runs of digits: a token holds hardly ever two of them. */
const run = /\p{L}[\p{L}\p{M}]*|\p{N}+/gu

/** The words and numbers of a text. */
export function countRuns(text: string): number {
  return text.match(run)?.length ?? 0
}

/** The fewest tokens of these texts together, reasoning in tags left out. */
export function leastOf(texts: readonly string[]): number {
  const runs = texts.map(withoutTagged).reduce((sum, text) => sum + countRuns(text), 0)
  return Math.floor(runs / 2)
}

/**
 * The fewest tokens that the answer of a reply can have been generated with, at least one where there
 * is any content, or it could not be read. Reasoning is left out, since it may be a summary of what was
 * generated.
 */
export function leastCompletion(reply: Reply | undefined): number {
  if (reply === undefined) return 1
  const { choices, ending } = reply
  const isSilent = choices.every(
    ({ rawText, reasoning, toolCalls }) => rawText + reasoning === '' && toolCalls.length === 0,
  )
  if (isSilent) return 0
  // A guardrail puts its own text in place of what was generated.
  if (ending === 'filter') return 1
  return Math.max(1, leastOf(choices.flatMap(generated)))
}

/** The text and the arguments of calls; the name of a tool that must be called is not generated. */
function generated({ rawText, toolCalls }: Choice): readonly string[] {
  return [rawText, ...toolCalls.flatMap((called) => written(called.arguments))]
}

/** Names and texts of JSON, whose escapes are read. */
function written(text: string): readonly string[] {
  const json = excessOf(text) === undefined ? parseJson(text) : undefined
  return json === undefined ? [text] : textsIn(json)
}

function textsIn(json: unknown): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(textsIn)
  if (!isObject(json)) return [`${json}`]
  return Object.entries(json).flatMap(([name, value]) => [name, ...textsIn(value)])
}

/** What too few prompt tokens mean, as the beginning of a message. */
export const lostPart = 'A part of the prompt is lost or not counted'

/** Shorter prompts are not worth the doubt. */
const leastWorthJudging = 50

/** The prompt tokens of a reply, those of the cache included, where they are too few for what was sent; a 0 is judged elsewhere. */
export function shortPrompt(
  observation: Observation,
): { readonly given: number; readonly least: number } | undefined {
  const given = observation.reply?.usage?.prompt
  if (given === undefined || given < 1) return undefined
  const least = leastPrompt(observation)
  return given < least ? { given, least } : undefined
}

/**
 * The fewest tokens that the prompt of a request can have, 1 where it is short. Reasoning that is sent
 * back is left out, since a server need not give it to the model, as is what may be shortened:
 * embedded texts, and requests that permit it.
 */
export function leastPrompt(observation: Observation): number {
  const request = requestBody(observation)
  if (mayShorten(request) || apiFacts[observation.api].family === 'embeddings') return 1
  const texts = promptTexts(request)
  const least = leastOf(texts)
  return least < leastWorthJudging ? 1 : least
}

/** Claude's context editing takes results of tools out of the prompt, on Converse and InvokeModel, too. */
function mayShorten(request: Members = {}): boolean {
  const extra = asObject(request['additionalModelRequestFields'])
  const edits = request['context_management'] ?? extra['context_management'] ?? null
  return request['truncation'] === 'auto' || 'truncate' in request || edits !== null
}
