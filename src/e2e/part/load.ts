/** Reads the part files. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../model/package.ts'
import { Problem } from '../../model/problem.ts'
import { renderProblem } from '../../yaml/file-problem.ts'
import { parseYamlFile } from '../../yaml/validate.ts'
import { partFormat, type Part } from './format.ts'

/** Folder with everything that the end-to-end run reads. */
export const e2eFixtures: string = join(packageRoot, 'fixtures', 'e2e')

/**
 * All parts, the quickest first.
 *
 * @throws Problem with every mistake of the first file that has one
 */
export function loadParts(folder = join(e2eFixtures, 'parts')): readonly Part[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return files
    .map((name) => readPart(folder, name))
    .toSorted((one, other) => one.minutes - other.minutes || one.part.localeCompare(other.part))
}

function readPart(folder: string, name: string): Part {
  const read = parseYamlFile(readFileSync(join(folder, name), 'utf8'), name, partFormat)
  if ('problems' in read) throw new Problem(read.problems.map(renderProblem).join('\n'))
  if (`${read.value.part}.yaml` === name) return read.value
  const problem = read.problemAt(['part'], `Expected the name of the file, ${name}`)
  throw new Problem(renderProblem(problem))
}
