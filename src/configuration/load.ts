/** Finds and reads the configuration file. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathFrom } from '../model/text/path.ts'
import { readOwnTarget, toOwnTarget, type OwnTarget } from '../target/own/own-target.ts'
import { keysIn } from '../target/own/no-keys.ts'
import { isProblem } from '../target/problem.ts'
import { Problem } from '../model/problem.ts'
import { renderProblem, type FileProblem } from '../yaml/file-problem.ts'
import { readYaml, type YamlFile } from '../yaml/yaml-file.ts'
import { validate } from '../yaml/validate.ts'
import { configurationFormat, type ConfigurationYaml } from './format.ts'

export const configurationName = 'bedrock-conformance.yaml'

export interface Configuration {
  readonly value: ConfigurationYaml
  readonly yaml: YamlFile
  /** Absolute. */
  readonly path: string
  readonly targets: readonly OwnTarget[]
}

/** The file in `folder` or the nearest folder above it. */
function findUpwards(folder: string): string | undefined {
  const file = join(folder, configurationName)
  if (existsSync(file)) return file
  const above = dirname(folder)
  return above === folder ? undefined : findUpwards(above)
}

/**
 * Reads the configuration.
 *
 * @param choice a file, `none`, or absent for the nearest one from `folder` upwards
 * @returns undefined where there is none
 * @throws Problem with every mistake, each with its line and a caret
 */
export function loadConfiguration(
  choice: string | undefined,
  folder: string,
): Configuration | undefined {
  if (choice === 'none') return undefined
  const path = choice === undefined ? findUpwards(folder) : resolve(folder, choice)
  if (path === undefined) return undefined
  if (!existsSync(path)) {
    throw new Problem(`--config: there is no file ${choice}. Name one, or "none".`)
  }
  const shown = pathFrom(path, folder)
  const read = readYaml(readText(path), shown)
  if ('problems' in read) throw toProblem(read.problems)
  const { yaml } = read
  const keys = keysIn(yaml)
  if (keys.length > 0) throw toProblem(keys)
  const checked = validate(yaml, configurationFormat)
  if ('problems' in checked) throw toProblem(checked.problems)
  return { value: checked.value, yaml, path, targets: targetsOf(checked.value, yaml, path) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new Problem(`${path} cannot be read (${code}).`)
  }
}

function targetsOf({ targets = [] }: ConfigurationYaml, yaml: YamlFile, path: string): OwnTarget[] {
  return targets.map((given, index) => {
    if (typeof given === 'string') {
      const read = readOwnTarget(absolute(path, given))
      if (isProblem(read)) throw new Problem(read.problem)
      return read
    }
    const own = toOwnTarget(yaml, given, ['targets', index])
    if ('problems' in own) throw toProblem(own.problems)
    return own
  })
}

/** A path of the file, made absolute. */
export function absolute(configuration: string, path: string): string {
  return resolve(dirname(configuration), path)
}

function toProblem(problems: readonly FileProblem[]): Problem {
  return new Problem(problems.map(renderProblem).join('\n'))
}
