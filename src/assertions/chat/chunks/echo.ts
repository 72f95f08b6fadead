/** Answers that only repeat the question: they hold every word of it and do not answer it. */
import { requestBody } from '../../evidence/evidence.ts'
import { promptTexts } from '../../evidence/prompt-texts.ts'
import { reduced, type Ignorable } from '../../text/wording.ts'
import type { Observation } from '../../../model/observation.ts'

/** Shorter questions may well stand in an answer by chance. */
const leastLength = 10

/**
 * An answer that holds the question word for word is an echo so far: what it repeats of the request
 * is taken away, and only what is left can be an answer.
 *
 * @param answer with what is ignored already left out
 */
export function withoutEcho(
  answer: string,
  observation: Observation,
  ignore: readonly Ignorable[],
): { readonly text: string; readonly isEcho: boolean } {
  const stated = promptTexts(requestBody(observation))
    .flatMap((text) => text.split(/<\|[a-z_]+\|>/u)) // the turns of a Llama prompt
    .map((text) => reduced(text, ignore).trim())
    .filter((text) => text.length >= leastLength)
  const question = stated.at(-1)
  if (question === undefined || !answer.includes(question)) return { text: answer, isEcho: false }
  const longestFirst = stated.toSorted((one, other) => other.length - one.length)
  return {
    text: longestFirst.reduce((left, text) => left.replaceAll(text, ' '), answer),
    isEcho: true,
  }
}
