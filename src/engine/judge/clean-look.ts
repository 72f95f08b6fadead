/**
 * The second border that no secret crosses. An exchange is redacted when it is recorded; a check
 * reads it as an API does (joins deltas, decodes base64, undoes escapes), and so may put together a
 * key that no part of the bytes showed.
 */
import type { Finding, Location } from '../../model/findings/finding.ts'
import type { Look } from '../../judge/verdict/check-verdict.ts'

/** `text` with every secret replaced. */
export type CleanText = (text: string) => string

/**
 * What a check says, without secrets: findings, notes and reasons.
 *
 * @param exchange index of the exchange that it looked at, among those of the cell
 */
export function cleanLook(look: Look, clean: CleanText, exchange?: number): Look {
  const { findings, notes, inconclusive, error } = look
  const isSilent = findings.length + notes.length === 0 && !inconclusive && error === undefined
  const isSettled = look.ownId === undefined || exchange === undefined
  if (isSilent) return isSettled ? look : { ...look, exchange } // of most, no more is learned
  return {
    ...look,
    ...(exchange !== undefined && { exchange }),
    findings: findings.map((one) => cleanFinding(one, clean)),
    notes: notes.map(clean),
    ...(inconclusive && {
      inconclusive: { ...inconclusive, because: clean(inconclusive.because) },
    }),
    ...(error !== undefined && { error: clean(error) }),
  }
}

function cleanFinding(finding: Finding, clean: CleanText): Finding {
  const { message, expected, received, at } = finding
  return {
    ...finding,
    message: clean(message),
    expected: clean(expected),
    received: clean(received),
    ...(at && { at: cleanLocation(at, clean) }),
  }
}

/** Names of members and headers are the server's text. */
function cleanLocation(at: Location, clean: CleanText): Location {
  const { pointer, header } = at
  return {
    ...at,
    ...(pointer !== undefined && { pointer: clean(pointer) }),
    ...(header !== undefined && { header: clean(header) }),
  }
}
