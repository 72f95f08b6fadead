#!/usr/bin/env node
/** The program's one entry and one exit. */
import { CommanderError } from 'commander'
import { exitCodes } from '../model/exit-codes.ts'
import { createProgram } from './program.ts'
import { Problem } from '../model/problem.ts'

/**
 * Runs the command line `argv` (without node and script).
 *
 * @returns the process's exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.conformant
  const finish = (given: number): void => {
    code = given
  }
  try {
    const program = await createProgram(argv, finish)
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return report(error)
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.conformant : exitCodes.usage
  }
  if (error instanceof Problem) {
    process.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const detail = process.env['DEBUG'] === undefined ? message : (stack ?? message)
  process.stderr.write(
    `This is a fault of bedrock-conformance itself, not of your target: ${detail}\n` +
      'Please report it with the command you ran; DEBUG=1 shows where it happened.\n',
  )
  return exitCodes.violation
}
