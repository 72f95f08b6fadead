/** Messages about what was typed, without what must not be printed. */
import { withoutKeys } from '../../model/text/credentials.ts'
import { visibleLines } from '../../report/text/visible.ts'
import { secretsOfEnvironment } from '../../target/auth/secrets.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'

/** A message without the keys of the environment, and those that were typed in place of a name. */
export function messageText(message: string): string {
  const redactor = createRedactor(secretsOfEnvironment(process.env))
  return visibleLines(withoutKeys(redactor.text(message)))
}
