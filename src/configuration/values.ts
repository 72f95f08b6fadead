/** What the configuration file says, as values of flags. */
import type { Path } from '../yaml/yaml-node.ts'
import { memberOf, toFlags } from '../target/own/settings.ts'
import { absolute, type Configuration } from './load.ts'

/** A value of a flag, as it would be written on the command line, and where it stands in the file. */
export interface FileValue {
  /** Name of the flag in camel case, as commander has it. */
  readonly flag: string
  readonly value: unknown
  readonly at: Path
}

/** Flags that are about one server: they do not hold for another than the file's own target. */
const aboutTarget: ReadonlySet<string> = new Set(['baseline', 'against', 'againstEndpoint'])

/**
 * The values, in the order of the file.
 *
 * @param target what `--target` or its variable says: settings of another server are left out
 */
export function fileValues(configuration: Configuration, target: string | undefined): FileValue[] {
  const isOther = target !== undefined && target !== configuration.value.target
  const settings = isOther ? [] : settingsOf(configuration)
  const rest = restOf(configuration).filter(({ flag }) => !isOther || !aboutTarget.has(flag))
  return [...rest, ...settings].filter(({ value }) => value !== undefined)
}

function settingsOf({ value, yaml }: Configuration): FileValue[] {
  const { target: _, targets: __, cases: ___, exclude: ____, apis, level, strict, ...more } = value
  const { baseline, against, againstEndpoint, suites, suitesOnly, budget, reports, ...own } = more
  const flags = toFlags(own, yaml.file)
  return Object.entries(flags).map(([flag, given]) => ({
    flag,
    value: given,
    at: memberOf(flag) ?? [],
  }))
}

function restOf({ value, path }: Configuration): FileValue[] {
  const { cases = [], exclude = [], suites, budget = {}, reports = {}, target } = value
  const at = (given: string | undefined): string | undefined =>
    given === undefined || given === 'none' ? given : absolute(path, given)
  const selected = [...cases, ...exclude.map((glob) => `!${glob}`)]
  const folders = suites?.map((entry) =>
    typeof entry === 'string'
      ? absolute(path, entry)
      : `${entry.prefix}=${absolute(path, entry.folder)}`,
  )
  return [
    { flag: 'target', value: targetPath(target, path), at: ['target'] },
    {
      flag: 'case',
      value: selected.length === 0 ? undefined : selected,
      at: [cases.length > 0 ? 'cases' : 'exclude'],
    },
    { flag: 'api', value: value.apis, at: ['apis'] },
    { flag: 'level', value: value.level, at: ['level'] },
    { flag: 'strict', value: value.strict, at: ['strict'] },
    { flag: 'baseline', value: at(value.baseline), at: ['baseline'] },
    { flag: 'against', value: targetPath(value.against, path), at: ['against'] },
    { flag: 'againstEndpoint', value: value.againstEndpoint, at: ['againstEndpoint'] },
    { flag: 'suites', value: folders, at: ['suites'] },
    { flag: 'suitesOnly', value: value.suitesOnly, at: ['suitesOnly'] },
    ...Object.entries(budget).map(([flag, given]) => ({
      flag,
      value: given,
      at: ['budget', flag],
    })),
    { flag: 'reportDir', value: at(reports.directory), at: ['reports', 'directory'] },
    { flag: 'history', value: at(reports.history), at: ['reports', 'history'] },
  ]
}

/** A path is relative to the file; a name is not a path. */
function targetPath(target: string | undefined, path: string): string | undefined {
  return target !== undefined && /[\\/]|\.ya?ml$/i.test(target) ? absolute(path, target) : target
}
