/** Event streams that a recorder saved as text: they are bytes, and not every byte has a character. */
import { readEventStream } from '../event-stream/event-stream.ts'

/** What a decoder puts in place of bytes that are no UTF-8. */
const replacement = '\uFFFD'

/**
 * The bytes of an event stream that was saved as text, not as base64: each byte a character (Latin-1),
 * or UTF-8 throughout.
 *
 * @returns undefined where bytes were replaced by a mark, so that none of the checksums can be right
 */
export function bytesOfStreamText(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'))
  if (readEventStream([{ at: 0, bytes }]).violations.length === 0) return bytes
  if (text.includes(replacement)) return undefined
  return /[^\0-\xff]/.test(text) ? bytes : new Uint8Array(Buffer.from(text, 'latin1'))
}

/** Whether a media type is that of an event stream. */
export function isEventStream(type: string): boolean {
  return /^\s*application\/vnd\.amazon\.eventstream\b/i.test(type)
}
