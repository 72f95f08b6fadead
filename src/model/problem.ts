/** What ends a command: a problem of the user or the environment, or a fault of this program. */
import { exitCodes, type ExitCode } from './exit-codes.ts'

/** A mistake of the user or of the environment: one line, no stack trace. */
export class Problem extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.usage) {
    super(message)
    this.name = 'Problem'
    this.exitCode = exitCode
  }
}

/** What was thrown, in its own words. */
export function messageOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** One line: that this program is at fault, what went wrong, and what to do; DEBUG=1 adds where. */
export function describeFault(error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  const detail = process.env['DEBUG'] === undefined ? `${name}: ${message}` : (stack ?? message)
  return (
    `This is a fault of bedrock-conformance itself, not of the target: ${detail.replace(/\.$/, '')}. ` +
    'Report it with the command you ran and the recording below wire/ where there is one; DEBUG=1 shows where it happened.'
  )
}
