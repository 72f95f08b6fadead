/** Log probabilities that look like a model's and depend on nothing but the text. */
import type { TokenChance } from './reply.ts'
import { tokenize } from './tokens.ts'

/** One entry for each token of the text, with its alternatives, the token itself first. */
export function tokenChances(text: string, alternatives: number): TokenChance[] {
  return tokenize(text).map((token, at) => {
    const own = -((at * 37 + token.length * 11) % 90) / 1000 - 0.3
    const others = [
      ' the',
      ' a',
      '.',
      ' and',
      ' I',
      ' is',
      '!',
      ' of',
      ',',
      ' to',
      '\n',
      ' in',
      ' it',
      '?',
      ' you',
      ' on',
      ' or',
      ' so',
      ':',
      ';',
      '-',
    ]
      .filter((other) => other !== token)
      .map((other, rank) => ({ token: other, logprob: own - 2 - rank * 0.75 }))
    return {
      token,
      logprob: own,
      alternatives: [{ token, logprob: own }, ...others].slice(0, alternatives),
    }
  })
}
