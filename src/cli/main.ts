/** Runs a command line, and turns what it throws into a message and an exit code. */
import { CommanderError, type Command } from 'commander'
import { z } from 'zod'
import { exitCodes } from '../model/exit-codes.ts'
import { Stuck } from '../engine/report/save/deadline.ts'
import { leave } from './process/leave.ts'
import { clearLoading } from './process/loading.mjs'
import { createProgram } from './program.ts'
import { withOrigin } from './settings/origin.ts'
import { messageText } from './shell/message.ts'
import { describeFault, Problem } from '../model/problem.ts'

/**
 * Runs the command line `argv` (without node and script).
 *
 * @returns the process's exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  // Zod would compile a parser for each object, which pays after more values than a run has of most.
  z.config({ jitless: true })
  let code: number = exitCodes.conformant
  const finish = (given: number): void => {
    code = given
  }
  let program: Command | undefined
  try {
    program = await createProgram(argv, finish).finally(clearLoading)
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return report(error, program)
  }
}

function report(error: unknown, program: Command | undefined): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.conformant : exitCodes.usage
  }
  if (error instanceof Problem) {
    process.stderr.write(`${messageText(withOrigin(error.message, program))}\n`)
    if (error instanceof Stuck) leave(error.exitCode)
    return error.exitCode
  }
  process.stderr.write(`${messageText(describeFault(error))}\n`)
  return exitCodes.fault
}
