/** Writes files that a flag or an argument names. */
import { stat, writeFile } from 'node:fs/promises'
import { exitCodes } from '../../../model/exit-codes.ts'
import { Problem } from '../../../model/problem.ts'
import { visible } from '../../../report/text/visible.ts'
import { isFull, makeDirectory, reasonOf, writeWhole } from './files.ts'

/**
 * Writes a file, whole or not at all; into a pipe or a device as it is.
 *
 * @param name the flag or the argument
 * @throws Problem in one line: with exit code 74 where the disk is full, else with 2
 */
export async function writeNamed(name: string, path: string, text: string): Promise<void> {
  await named(name, path, async () => {
    const found = await stat(path).catch(() => undefined)
    const isFile = found === undefined || found.isFile() || found.isDirectory()
    await (isFile ? writeWhole(path, text) : writeFile(path, text))
  })
}

/** Makes a directory and those above it. Throws as {@link writeNamed} does. */
export async function makeNamed(name: string, path: string): Promise<void> {
  await named(name, path, async () => makeDirectory(path))
}

async function named(name: string, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const [remedy, exitCode] = isFull(error)
      ? (['Free it, or name another path.', exitCodes.unwritten] as const)
      : (['Name another path.', exitCodes.usage] as const)
    throw new Problem(
      `${name}: ${visible(path)} cannot be written: ${reasonOf(error)}. ${remedy}`,
      exitCode,
    )
  }
}
