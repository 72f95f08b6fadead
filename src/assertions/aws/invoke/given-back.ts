/** `prompt-not-given-back`: a completion that begins with its prompt, as completion servers that echo do; Bedrock does not. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, onReply } from '../../outcome.ts'
import { on } from '../on.ts'

/** Characters of a prompt that no continuation begins with by chance. */
const longPrompt = 20

/** Tokens that open a text, and that a server may leave out of what it gives back. */
const opening = /^\s*(?:<s>|<\|begin_of_text\|>|<｜begin▁of▁sentence｜>)?\s*/u

/** @param name of the member that holds the text, for the message */
export function givenBack(
  text: string,
  observation: Observation,
  { name, at }: { readonly name: string; readonly at: Location },
): Finding | undefined {
  const body = requestBody(observation)
  const prompt = body?.['prompt'] ?? body?.['inputText']
  if (typeof prompt !== 'string' || prompt.length < longPrompt) return undefined
  if (!text.replace(opening, '').startsWith(prompt.replace(opening, ''))) return undefined
  const message = `${name} begins with the prompt.`
  const expected = 'what was generated, and no more'
  return finding('bedrock.llama-prompt', message, expected, excerpt(text, 100), at)
}

export const promptNotGivenBack = defineAssertion({
  name: 'prompt-not-given-back',
  about: 'The text does not begin with the prompt that it completes.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, { rawText }, { observation }) =>
    judged([givenBack(rawText, observation, { name: 'The text', at: {} })]),
  ),
})
