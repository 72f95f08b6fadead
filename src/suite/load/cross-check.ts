/** Finds mistakes that need all files. */
import type { Case, Check, ProtocolPack, Source } from '../../model/case.ts'
import type { FileProblem } from '../../yaml/file-problem.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { YamlFile } from '../../yaml/yaml-file.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import { againstRules } from './against-rules.ts'
import { joins, overlap } from './joins.ts'
import type { ParsedFile } from './parse.ts'
import { checkIdIn } from './step-id.ts'
import type { PlacedCase, PlacedCheck } from './to-case.ts'

interface Placed {
  readonly id: string
  readonly source: Source
  readonly yaml: YamlFile
  readonly path: Path
}

interface PlacedPack {
  readonly pack: ProtocolPack
  readonly yaml: YamlFile
}

function where({ file, line }: Source): string {
  return `${file}:${line}`
}

/** Ids that two entries share, each reported at the later one. */
function duplicates(what: string, entries: readonly Placed[]): FileProblem[] {
  const first = new Map<string, Placed>()
  return entries.flatMap(({ id, source, yaml, path }) => {
    const taken = first.get(id)
    if (taken !== undefined) {
      const message = `the ${what} id "${id}" is taken at ${where(taken.source)}`
      return [yaml.problemAt([...path, 'id'], message)]
    }
    first.set(id, { id, source, yaml, path })
    return []
  })
}

function shareApi(one: Pick<Check, 'apis'>, other: Pick<Check, 'apis'>): boolean {
  return overlap(one.apis ?? [], other.apis ?? [])
}

/** A case's own check must not have the id of a protocol check that judges the same step. */
function takenByPack(
  asked: Case,
  { check, path }: PlacedCheck,
  yaml: YamlFile,
  packs: readonly PlacedPack[],
): FileProblem[] {
  const taken = packs
    .filter(({ pack }) => joins(pack, asked, check.step))
    .flatMap(({ pack }) => pack.checks)
    .find((other) => checkIdIn(check.step, other.id) === check.id && shareApi(other, check))
  if (taken === undefined) return []
  const message = `the id "${taken.id}" is taken by the protocol check at ${where(taken.source)}`
  return [yaml.problemAt([...path, 'id'], message)]
}

function unknownNeeds(
  asked: Case,
  { check, path }: PlacedCheck,
  yaml: YamlFile,
  packs: readonly PlacedPack[],
): FileProblem[] {
  if (check.needs.length === 0) return []
  const own = asked.checks.filter(({ step }) => step === check.step).map(({ id }) => id)
  const joined = packs
    .filter(({ pack }) => joins(pack, asked, check.step))
    .flatMap(({ pack }) => pack.checks.map(({ id }) => checkIdIn(check.step, id)))
  const known = [...own, ...joined].filter((id) => id !== check.id)
  return check.needs.flatMap((need, index) => {
    if (known.includes(need)) return []
    const hint = suggest(need, known)
    const message = `no other check of the step "${check.step}" has the id "${need}"`
    return [yaml.problemAt([...path, 'needs', index], message, hint === undefined ? {} : { hint })]
  })
}

/** A check that, through others, needs itself. */
function circularNeeds(asked: PlacedCase, yaml: YamlFile): FileProblem[] {
  const byId = new Map(asked.checks.map((placed) => [placed.check.id, placed.check]))
  return asked.checks.flatMap(({ check, path }) => {
    const reached = new Set<string>()
    const walk = (ids: readonly string[]): void => {
      for (const id of ids) {
        if (reached.has(id)) continue
        reached.add(id)
        walk(byId.get(id)?.needs ?? [])
      }
    }
    walk(check.needs)
    if (!reached.has(check.id) || check.needs.includes(check.id)) return []
    return [yaml.problemAt([...path, 'needs'], `"${check.id}" needs itself through others`)]
  })
}

function casesAgainstPacks(file: ParsedFile, packs: readonly PlacedPack[]): FileProblem[] {
  const { yaml } = file
  if (yaml === undefined) return []
  return file.cases.flatMap((placed) => [
    ...circularNeeds(placed, yaml),
    ...placed.checks.flatMap((check) => [
      ...takenByPack(placed.case, check, yaml, packs),
      ...unknownNeeds(placed.case, check, yaml, packs),
    ]),
  ])
}

function packsMeet(one: ProtocolPack, other: ProtocolPack): boolean {
  const outcomes = new Set([one.outcome, other.outcome])
  return (
    (outcomes.size === 1 || outcomes.has('always')) &&
    overlap(one.apis, other.apis) &&
    overlap(one.families, other.families) &&
    overlap(one.endpoints, other.endpoints)
  )
}

function packAgainstPacks({ pack, yaml }: PlacedPack, packs: readonly PlacedPack[]): FileProblem[] {
  const self = packs.findIndex((other) => other.pack === pack)
  const meeting = packs.filter((other) => packsMeet(pack, other.pack))
  const known = meeting.flatMap((other) => other.pack.checks.map(({ id }) => id))
  return pack.checks.flatMap((check, index) => {
    const path = ['checks', index]
    const before = [
      ...meeting
        .filter((other) => packs.indexOf(other) < self)
        .flatMap((other) => other.pack.checks),
      ...pack.checks.slice(0, index),
    ]
    const taken = before.find(
      ({ id, apis = pack.apis }) => id === check.id && shareApi({ apis }, check),
    )
    const message = `the check id "${check.id}" is taken at ${taken ? where(taken.source) : ''}`
    return [
      ...(taken === undefined ? [] : [yaml.problemAt([...path, 'id'], message)]),
      ...check.needs.flatMap((need, at) => {
        if (known.includes(need) && need !== check.id) return []
        const hint = suggest(need, known)
        const unknown = `no other check beside this one has the id "${need}"`
        return [yaml.problemAt([...path, 'needs', at], unknown, hint === undefined ? {} : { hint })]
      }),
    ]
  })
}

/**
 * Problems between files: ids given twice, undefined names, checks that are stricter than their rules.
 *
 * @param ruleIds every rule id that is written anywhere, those of faulty rules included
 */
export function crossCheck(
  files: readonly ParsedFile[],
  ruleIds: readonly string[],
): FileProblem[] {
  const packs = files.flatMap(({ pack, yaml }) => (pack && yaml ? [{ pack, yaml }] : []))
  const cases = files.flatMap(({ yaml, cases: placed }) =>
    yaml ? placed.map(({ case: { id, source }, path }) => ({ id, source, yaml, path })) : [],
  )
  const rules = files.flatMap(({ yaml, rules: placed }) =>
    yaml ? placed.map(({ rule: { id, source }, path }) => ({ id, source, yaml, path })) : [],
  )
  return [
    ...duplicates('case', cases),
    ...duplicates('rule', rules),
    ...againstRules(files, ruleIds),
    ...packs.flatMap((pack) => packAgainstPacks(pack, packs)),
    ...files.flatMap((file) => casesAgainstPacks(file, packs)),
  ]
}
