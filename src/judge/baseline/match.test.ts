import { expect, it } from 'vitest'
import { matchesGlob } from '../../model/text/glob.ts'
import { baselineEntry } from '../testing/cells.ts'
import { inScope } from './match.ts'

const at = { api: 'openai-chat', region: 'us-west-2', model: 'm' }
const cases = ['chat.a', 'chat.ab', 'tools.a']
const checks = ['usage', 'main.usage', 'a']

const patterns = [
  '* *usage chat.* chat.a/usage chat.?/usage */usage chat.*/* *.a/*usage',
  'chat.a?usage chat.a*a */* chat.a /usage chat.a/ chat.a/*/usage **/a',
]

it.each(patterns.flatMap((line) => line.split(' ')))(
  'the pattern %s fits the same checks in parts as it does as a whole',
  (pattern) => {
    const entry = baselineEntry({ check: pattern })
    for (const id of cases) {
      for (const check of checks) {
        const whole = matchesGlob(pattern, `${id}/${check}`)
        expect(inScope(entry, { ...at, case: id }, check)).toBe(whole)
      }
    }
  },
)
