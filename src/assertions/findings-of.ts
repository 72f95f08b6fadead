import type { Finding, Place } from '../model/finding.ts'

/** Builds violations whose codes are those of one documented list. */
type FindingOf<Code extends string> = (
  code: Code,
  message: string,
  expected: string,
  received: string,
  at?: Place,
) => Finding

/** The builder for one list of codes. */
export function findingsOf<Code extends string>(): FindingOf<Code> {
  return (code, message, expected, received, at) => ({
    code,
    message,
    expected,
    received,
    ...(at && { at }),
  })
}
