import type { ViolationList } from '../violations.ts'
import { invalidUtf8At } from './utf8.ts'

/**
 * Adds the violation of a line that is not UTF-8. Line ends are ASCII, so a sequence that is cut by
 * one is found inside its line.
 *
 * @param start offset of the line in the body
 */
export function checkUtf8(line: Uint8Array, start: number, violations: ViolationList): void {
  const wrong = invalidUtf8At(line)
  if (wrong === undefined) return
  const shown = [...line.subarray(wrong, wrong + 4)]
  violations.add({
    code: 'sse.invalid-utf8',
    message: 'The event stream holds bytes that are not UTF-8.',
    byte: start + wrong,
    expected: 'UTF-8 in every line',
    received: `bytes ${shown.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`,
  })
}
