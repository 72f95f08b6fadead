/** `init`: an example of a configuration, a target, a case, a rule and a baseline. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeNamed } from '../../engine/report/save/write-named.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { Problem } from '../../model/problem.ts'
import type { Define } from '../flags.ts'
import { exampleFiles } from '../init/files.ts'
import { nextSteps } from '../init/next-steps.ts'
import { schemaFiles } from './schemas.ts'

/** Flags of `init`. */
export const define: Define = (command, finish) => {
  command.argument('[folder]', 'where to write the files', '.').action(async (folder) => {
    finish(await init(folder))
  })
}

/**
 * Writes the files and prints what to do next. Returns the exit code.
 *
 * @throws Problem where one of them is there already: none is overwritten
 */
export async function init(folder: string): Promise<number> {
  const schemas = [...schemaFiles()].map(([name, text]) => [`schemas/${name}`, text] as const)
  const files = [...exampleFiles, ...schemas]
  const there = files.map(([name]) => name).find((name) => existsSync(join(folder, name)))
  if (there !== undefined) {
    throw new Problem(
      `${join(folder, there)} is there already, and init overwrites nothing. Remove it, or name an empty folder.`,
    )
  }
  try {
    for (const [name, text] of files) await writeNamed('init', join(folder, name), text)
  } catch (error) {
    // Else the next try would find them, and refuse.
    for (const [name] of files) await rm(join(folder, name), { force: true }).catch(() => undefined)
    throw error
  }
  for (const [name] of exampleFiles) process.stdout.write(`${join(folder, name)}\n`)
  process.stdout.write(
    `${join(folder, 'schemas')} (for completion in editors)\n\nNext:\n${nextSteps(folder)}`,
  )
  return exitCodes.conformant
}
