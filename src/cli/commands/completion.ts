/** `completion` and `manual`: what shells and man(1) need, from the declarations of the flags. */
import { Argument } from 'commander'
import { exitCodes } from '../../model/exit-codes.ts'
import type { Define } from '../flags.ts'
import { completionScript, shells, type Shell } from '../shell/completion.ts'
import { describeProgram, type DescribedCommand } from '../shell/describe.ts'

/** Flags of `completion`. */
export const define: Define = (command, finish) => {
  command
    .addArgument(new Argument('<shell>', 'the shell').choices([...shells]))
    .action(async (shell: Shell) => {
      process.stdout.write(completionScript(shell, await described()))
      finish(exitCodes.conformant)
    })
}

/** All commands; loaded late, since the program loads this file. */
export async function described(): Promise<DescribedCommand[]> {
  const { wholeProgram } = await import('../program.ts')
  return describeProgram(await wholeProgram())
}
