/** An answer without a text, wherever a text is asked for. */
import { finding, type Finding } from '../../model/findings/finding.ts'
import { excerpt } from '../evidence/excerpt.ts'

/**
 * The finding that the answer is empty; undefined where it is not. Each assertion that looks for a
 * text gives it in place of what it looked for, so that a report names one cause.
 */
export function emptyAnswer(text: string, expected = 'some text'): Finding | undefined {
  if (text.trim() !== '') return undefined
  return finding('text.empty', 'The answer is empty.', expected, excerpt(text))
}
