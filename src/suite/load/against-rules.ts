/** Finds mistakes between checks and the rules that they name. */
import type { Check } from '../../model/case.ts'
import { levels, type Level } from '../../model/names.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { FileProblem } from '../../yaml/file-problem.ts'
import type { YamlFile } from '../../yaml/yaml-file.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { ParsedFile } from './parse.ts'

interface CheckAt {
  readonly check: Omit<Check, 'step'>
  readonly path: Path
  readonly yaml: YamlFile
}

/**
 * Checks that name a rule which no file has, then checks that are stricter than their rule.
 *
 * @param ruleIds every rule id that is written anywhere, those of faulty rules included
 */
export function againstRules(
  files: readonly ParsedFile[],
  ruleIds: readonly string[],
): FileProblem[] {
  const checks = files.flatMap(checksIn)
  const rules = files.flatMap((file) => file.rules.map(({ rule }) => rule))
  const levelOf = new Map(rules.map(({ id, level }) => [id, level]))
  const known = new Set(ruleIds)
  return [
    ...checks.flatMap((check) => unknownRule(check, known)),
    ...checks.flatMap((check) => tooStrict(check, levelOf)),
  ]
}

/** The checks of a file, of cases and of packs alike, each as often as it is written. */
function checksIn({ yaml, cases, pack }: ParsedFile): CheckAt[] {
  if (yaml === undefined) return []
  const placed = cases.flatMap(({ checks }) => checks)
  const written = new Map(placed.map(({ check, path }) => [path, { check, path, yaml }]))
  const inPack = (pack?.checks ?? []).map((check, index) => ({
    check,
    path: ['checks', index],
    yaml,
  }))
  return [...written.values(), ...inPack]
}

function unknownRule({ check, path, yaml }: CheckAt, known: ReadonlySet<string>): FileProblem[] {
  const { rule, also = [] } = check
  const named = [rule, ...also]
  const lost = named.findIndex((id) => !known.has(id))
  const id = named[lost]
  if (id === undefined) return []
  const at = lost === 0 ? ['rule'] : ['also', lost - 1]
  const hint = suggest(id, known)
  const message = `no file of suites/rules has the rule "${id}"`
  return [yaml.problemAt([...path, ...at], message, hint?.startsWith('did') ? { hint } : {})]
}

/** What a rule only recommends fails no run. */
function tooStrict(
  { check, path, yaml }: CheckAt,
  levelOf: ReadonlyMap<string, Level>,
): FileProblem[] {
  const level = levelOf.get(check.rule) ?? check.level
  if (levels.indexOf(check.level) >= levels.indexOf(level)) return []
  const message = `the check is stricter than its rule, which is a ${level}`
  return [yaml.problemAt([...path, 'rule'], message, { hint: `add level: ${level}` })]
}
