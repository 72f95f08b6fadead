/** What two texts may differ in and still count as the same. */
import { z } from 'zod'
import type { Reply } from '../../model/observation.ts'
import { replaceRuns } from '../../model/text/large.ts'

export const ignorable = z.enum([
  'reasoning',
  'case',
  'whitespace',
  'punctuation',
  'nfc',
  'emphasis',
])

export type Ignorable = z.infer<typeof ignorable>

/** The answer of a reply: with `reasoning` ignored, what stands inside its tags is left out. */
export function answerOf(reply: Reply, ignore: readonly Ignorable[]): string {
  return reduced(ignore.includes('reasoning') ? reply.text : reply.rawText, ignore)
}

/** A text without what is ignored. */
export function reduced(text: string, ignore: readonly Ignorable[]): string {
  let result = text
  if (ignore.includes('nfc')) result = result.normalize('NFC')
  // Marks of Markdown around the beginning of a line, or around the whole of it.
  if (ignore.includes('emphasis')) {
    result = result.replaceAll(/^(\*\*|__|`)([^*_`\n]{1,200})\1/gmu, '$2')
  }
  if (ignore.includes('case')) result = result.toLowerCase()
  if (ignore.includes('punctuation')) result = replaceRuns(result, /[\p{P}\p{S}]+/u, ' ').trim()
  if (ignore.includes('whitespace')) result = replaceRuns(result, /\s+/u, ' ').trim()
  return result
}
