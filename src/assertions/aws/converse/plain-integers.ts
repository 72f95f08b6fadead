/** `plain-integers`: members that the model calls integers are written as such. */
import { defineAssertion } from '../../assertion.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import { judged, onReply } from '../../outcome.ts'
import { on } from '../on.ts'

/**
 * Integers of ConverseResponse and of the events, in JSON as it was sent. In a text that holds JSON
 * the quotes are escaped.
 */
const written =
  /(?<!\\)"((?:input|output|total|cacheReadInput|cacheWriteInput)Tokens|latencyMs|contentBlockIndex)"\s{0,9}:\s{0,9}(-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)/giu

/** AWS's SDKs for Go, Java and Rust read them as integers, which `12.0` and `1.2e1` are not to them. */
export const plainIntegers = defineAssertion({
  name: 'plain-integers',
  about: 'Counts, times and indexes are written without a fraction and an exponent.',
  args: on,
  reads: { body: 'neither' },
  judge: onReply((_, _reply, { observation: { body, items } }) => {
    const whole = items.length === 0 ? fraction(body?.text ?? '', {}) : undefined
    const streamed = items
      .filter(({ kind }) => kind === 'json')
      .map(({ text, index, byte }) => fraction(text, { item: index, byte }))
      .find((found) => found !== undefined)
    return judged([whole ?? streamed])
  }),
})

function fraction(text: string, at: Location): Finding | undefined {
  for (const [, name = '', number = ''] of text.matchAll(written)) {
    if (/^-?\d+$/u.test(number)) continue
    // A number with a value of its own is judged as such.
    if (!Number.isInteger(Number(number))) continue
    const message = `${name} is written with a fraction or an exponent.`
    return finding('bedrock.integer-form', message, String(Number(number)), number, at)
  }
  return undefined
}
