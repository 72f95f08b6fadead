/** One file of `suites/` becomes cases, a pack or rules, with every mistake that can be found in it alone. */
import type { z } from 'zod'
import type { ProtocolPack, Rule } from '../../model/case.ts'
import type { FileProblem } from '../../yaml/file-problem.ts'
import { readYaml, type YamlFile } from '../../yaml/yaml-file.ts'
import { validate } from '../../yaml/validate.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { RuleYaml, SuiteFormat } from '../format/format.ts'
import { reporter } from './reporter.ts'
import { toCase, type PlacedCase } from './to-case.ts'
import { toPack } from './to-pack.ts'

/** Where a file stands below its folder of suites, and whose it is. */
export interface SuiteLocation {
  /** Path below the folder, with forward slashes; it decides what the file holds. */
  readonly below: string
  /** What the names of the suites of one's own begin with. */
  readonly prefix?: string
}

export interface ParsedFile {
  /** A pack of protocol checks. */
  readonly isPack: boolean
  /** Of a folder of one's own. */
  readonly isOwn: boolean
  /** Absent when the file is not YAML. */
  readonly yaml?: YamlFile
  readonly cases: readonly PlacedCase[]
  readonly pack?: ProtocolPack
  readonly rules: readonly { readonly rule: Rule; readonly path: Path }[]
  readonly problems: readonly FileProblem[]
}

const nothing: ParsedFile = { isPack: false, isOwn: false, cases: [], rules: [], problems: [] }

function member(value: unknown, key: string): unknown {
  return Object.entries(value ?? {}).find(([name]) => name === key)?.[1]
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = member(value, key)
  return Array.isArray(list) ? list : []
}

/** The well-formed entries of a list, so that one bad case does not hide the mistakes of another. */
function wellFormed<T>(list: readonly unknown[], schema: z.ZodType<T>): readonly (T | undefined)[] {
  return list.map((raw) => schema.safeParse(raw).data)
}

/** Ids of one's own never meet those of the program, nor those that it gets later. */
function suiteName(given: string, prefix: string | undefined): string {
  return prefix === undefined || given.startsWith(`${prefix}-`) ? given : `${prefix}-${given}`
}

function parseSuite(yaml: YamlFile, format: SuiteFormat, prefix: string | undefined): ParsedFile {
  const checked = validate(yaml, format.suite)
  const to = reporter(yaml)
  const suite = suiteName(String(member(yaml.raw, 'suite')), prefix)
  const raws = listAt(yaml.raw, 'cases')
  const parsed = 'value' in checked ? checked.value.cases : wellFormed(raws, format.case)
  const cases = parsed.flatMap((one, index) =>
    one === undefined ? [] : [toCase(suite, one, raws[index], ['cases', index], to)],
  )
  const shape = 'problems' in checked ? checked.problems : []
  return { ...nothing, yaml, cases, problems: [...shape, ...to.problems] }
}

function parsePack(yaml: YamlFile, format: SuiteFormat): ParsedFile {
  const checked = validate(yaml, format.protocol)
  if ('problems' in checked) return { ...nothing, yaml, problems: checked.problems }
  const to = reporter(yaml)
  const pack = toPack(checked.value, yaml.raw, to)
  return { ...nothing, yaml, pack, problems: to.problems }
}

function toRule(yaml: RuleYaml, source: Rule['source']): Rule {
  const { id, level, text, url, read, covers, remedy, owner, excluded } = yaml
  return {
    id,
    level,
    text,
    url,
    read,
    ...(covers !== undefined && { covers }),
    ...(remedy !== undefined && { remedy }),
    ...(owner !== undefined && { owner }),
    ...(excluded !== undefined && { excluded }),
    source,
  }
}

function parseRules(yaml: YamlFile, format: SuiteFormat): ParsedFile {
  const checked = validate(yaml, format.rules)
  const to = reporter(yaml)
  const parsed =
    'value' in checked ? checked.value.rules : wellFormed(listAt(yaml.raw, 'rules'), format.rule)
  const rules = parsed.flatMap((one, index) => {
    const path = ['rules', index]
    return one === undefined ? [] : [{ rule: toRule(one, to.source(path)), path }]
  })
  return { ...nothing, yaml, rules, problems: 'problems' in checked ? checked.problems : [] }
}

/**
 * Reads one file of a folder of suites.
 *
 * @param file as problems name it, with forward slashes
 */
export function parseSuiteFile(
  content: string,
  file: string,
  format: SuiteFormat,
  { below, prefix }: SuiteLocation = { below: file.replace(/^suites\//, '') },
): ParsedFile {
  const isPack = below.startsWith('protocol/')
  const kind = { isPack, isOwn: prefix !== undefined }
  const read = readYaml(content, file)
  if ('problems' in read) return { ...nothing, ...kind, problems: read.problems }
  if (isPack) return { ...parsePack(read.yaml, format), ...kind }
  if (below.startsWith('rules/')) return { ...parseRules(read.yaml, format), ...kind }
  return { ...parseSuite(read.yaml, format, prefix), ...kind }
}
