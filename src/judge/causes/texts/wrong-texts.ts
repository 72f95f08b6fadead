/** Texts that are wrong wherever they are judged: what comes is not the answer of the model. */
import { familiesOf } from '../grouping/families.ts'
import type { Passing } from '../passing.ts'
import type { Groups, Symptom } from '../symptom.ts'

/** Codes of findings about the text of an answer. */
const ofText = /^(text\.|logprobs\.text$|bedrock\.llama-prompt$)/

/**
 * Kinds of findings that must never pass, and how many of them on how many APIs. Two kinds may have
 * a cause each: a server that ignores two parameters.
 */
const leastKinds = 3
const leastWide = 2
const leastApis = 3

/** As many failures for each pass count as never passing. */
const practically = 10

/**
 * Groups about texts that practically never pass, where there are several kinds of them: whatever is
 * asked of a text fails, so the root is one. Each is given the largest.
 */
export function wrongTexts(groups: Groups, passing: Passing): [string, string][] {
  const never = [...groups].filter(
    ([, [first, ...more]]) =>
      first?.check.finding !== undefined &&
      first.verdict !== 'known' &&
      ofText.test(first.code) &&
      neverPass([first, ...more], passing),
  )
  const wide = never.filter(([, symptoms]) => familiesOf(symptoms).size >= leastApis)
  const [root] = wide.toSorted(([, one], [, other]) => other.length - one.length)
  const isGeneral = kindsIn(never) >= leastKinds && kindsIn(wide) >= leastWide
  if (root === undefined || !isGeneral) return []
  return never.flatMap(([key]) => (key === root[0] ? [] : [[key, root[0]]]))
}

/** What else is wrong with texts, where several kinds of it count with one cause; empty elsewhere. */
export function otherTextFaults(symptoms: readonly Symptom[], shown: Symptom): string {
  const textual = symptoms.filter(({ code, check }) => check.finding && ofText.test(code))
  const messages = new Map(textual.map(({ code, check }) => [code, check.finding?.message ?? '']))
  const isGeneral = messages.size >= leastKinds && familiesOf(textual).size >= leastApis
  if (!isGeneral) return ''
  messages.delete(shown.code)
  return `Texts fail whatever is asked of them: ${[...messages.values()].slice(0, mostNamed).join(' ')}`
}

/** Kinds that a message names. */
const mostNamed = 4

function kindsIn(groups: readonly (readonly [string, readonly Symptom[]])[]): number {
  return new Set(groups.map(([, [first]]) => first?.code)).size
}

function neverPass(symptoms: readonly Symptom[], passing: Passing): boolean {
  const checks = new Map(symptoms.map((one) => [`${one.check.rule} ${one.check.id}`, one]))
  const times = [...checks.values()].reduce((sum, one) => sum + passing.of(one), 0)
  return times * practically <= symptoms.length
}
