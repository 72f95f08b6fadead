/** Targets of one's own: a file, or an entry of the configuration file. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { shownPath } from '../../model/text/path.ts'
import { renderProblem, type FileProblem } from '../../yaml/file-problem.ts'
import { readYaml, type YamlFile } from '../../yaml/yaml-file.ts'
import { validate } from '../../yaml/validate.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { LoadedTarget } from '../files/files.ts'
import { targetFormat } from '../files/target-format.ts'
import type { UsageProblem } from '../problem.ts'
import type { TargetFlags } from '../flags.ts'
import { suggest } from '../../model/text/nearest.ts'
import { keysIn } from './no-keys.ts'
import { ownFormat, type OwnYaml } from './own-format.ts'
import { toFlags } from './settings.ts'

/** A target that is like a known one but for what its file says. */
interface LikeTarget {
  readonly like: OwnYaml
  readonly yaml: YamlFile
  /** Where it stands in the file. */
  readonly at: Path
}

/** A target of one's own, before it is held against the known ones. */
export type OwnTarget = LikeTarget | { readonly whole: LoadedTarget }

/** A target and what its file says of how it is reached. */
export interface SettledTarget extends LoadedTarget {
  readonly settings: TargetFlags
  /** The file, where it is one of one's own. */
  readonly file?: string
}

/** Whether `--target` names a file rather than a target. */
export function namesFile(target: string): boolean {
  return /[\\/]|\.ya?ml$/i.test(target)
}

/**
 * Reads a target file.
 *
 * @param file as the user named it
 */
export function readOwnTarget(file: string): OwnTarget | UsageProblem {
  let content: string
  try {
    content = readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return {
      problem: `--target: ${shownPath(file)} cannot be read (${code}). Name a target or its file.`,
    }
  }
  const read = readYaml(content, shownPath(file))
  if ('problems' in read) return toProblem(read.problems)
  const found = toOwnTarget(read.yaml, read.yaml.raw, [])
  return 'problems' in found ? toProblem(found.problems) : found
}

function toProblem(problems: readonly FileProblem[]): UsageProblem {
  return { problem: problems.map(renderProblem).join('\n') }
}

/** A target from a value of a file: of the short form where it says what it is `like`. */
export function toOwnTarget(
  yaml: YamlFile,
  value: unknown,
  at: Path,
): OwnTarget | { readonly problems: readonly FileProblem[] } {
  const keys = keysIn(yaml, value, at)
  if (keys.length > 0) return { problems: keys }
  if (isWhole(value)) {
    const checked = validate(yaml, targetFormat, value, at)
    if ('problems' in checked) return checked
    const { problemAt, locate } = yaml
    return {
      whole: {
        value: checked.value,
        locate: (path) => locate([...at, ...path]),
        problemAt: (path, ...more) => problemAt([...at, ...path], ...more),
      },
    }
  }
  const checked = validate(yaml, ownFormat, value, at)
  return 'problems' in checked ? checked : { like: checked.value, yaml, at }
}

/** The long form has a map where the short one has an address. */
function isWhole(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'like' in value) return false
  return 'plays' in value || ('endpoint' in value && typeof value.endpoint === 'object')
}

/** The target with all that the one it is like says. */
export function settled(
  own: OwnTarget,
  known: ReadonlyMap<string, LoadedTarget>,
): SettledTarget | UsageProblem {
  if ('whole' in own) return { ...own.whole, settings: {} }
  const { like, yaml, at } = own
  const base = [...known.values()].find(
    ({ value }) => value.name === like.like || value.aliases.includes(like.like),
  )
  if (base === undefined) {
    const hint = suggest(like.like, known.keys())
    const message = `there is no target "${like.like}"`
    return toProblem([yaml.problemAt([...at, 'like'], message, hint === undefined ? {} : { hint })])
  }
  if (known.has(like.name)) {
    const message = `"${like.name}" is the name of a target of the program`
    return toProblem([yaml.problemAt([...at, 'name'], message, { hint: 'choose another name' })])
  }
  const { name, like: _, about = base.value.about, start, baseline, ...settings } = like
  const { endpoint } = base.value
  const value = {
    ...base.value,
    name,
    about,
    aliases: [],
    ...(endpoint !== undefined && start !== undefined && { endpoint: { ...endpoint, start } }),
  }
  const flags = toFlags(settings, yaml.file)
  return {
    ...base,
    value,
    file: yaml.file,
    locate: (path) => yaml.locate([...at, ...path]),
    settings:
      baseline === undefined ? flags : { ...flags, baseline: baselinePath(yaml.file, baseline) },
  }
}

function baselinePath(file: string, baseline: string): string {
  return baseline === 'none' ? baseline : resolve(dirname(file), baseline)
}

/** The name of a target of one's own. */
export function nameOf(own: OwnTarget): string {
  return 'whole' in own ? own.whole.value.name : own.like.name
}
