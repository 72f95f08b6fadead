/** A part with the least that its file must say, for tests. */
import { partFormat, type Part } from '../format.ts'

/** @param members what the file says besides */
export function samplePart(members: Readonly<Record<string, unknown>> = {}): Part {
  const least = { part: 'p', version: '1', about: 'A part.', minutes: 1, install: {} }
  return partFormat.parse({ ...least, ...members })
}
