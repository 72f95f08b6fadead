/** What to run after `init`. */
import { join } from 'node:path'
import { configurationName } from '../../configuration/load.ts'
import { isClone, packageRoot, programCommand, runCommand } from '../../model/package.ts'
import { pathFrom } from '../../model/text/path.ts'
import { shellQuoted } from '../../report/text/shell-word.ts'

/**
 * The commands, one a line, for the configuration in `folder`. Those of a clone run in its root, whatever
 * the working directory, so they name the file.
 */
export function nextSteps(folder: string): string {
  const name = pathFrom(join(folder, configurationName), packageRoot)
  const isFound = !isClone || name === configurationName
  const config = isFound ? '' : ` ${shellQuoted(`--config=${name}`)}`
  const cd = isClone || folder === '.' ? '' : `cd ${shellQuoted(folder)}\n`
  return `${cd}${runCommand}${config} '--case=my-*'\n${programCommand} doctor${config}\n`
}
