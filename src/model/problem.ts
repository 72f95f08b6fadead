/** A mistake of the user or of the environment: one line, no stack trace. */
import { exitCodes, type ExitCode } from './exit-codes.ts'

export class Problem extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.usage) {
    super(message)
    this.name = 'Problem'
    this.exitCode = exitCode
  }
}
