/** Joins all parsed files into the catalogue, or the list of all problems. */
import type { Catalogue, Rule } from '../../model/case.ts'
import type { FileProblem } from '../../yaml/file-problem.ts'
import { crossCheck } from './cross-check.ts'
import type { ParsedFile } from './parse.ts'

/** Ids of rules that are themselves faulty count as known: one mistake, one problem. */
function ruleIds(files: readonly ParsedFile[]): string[] {
  return files.flatMap(({ yaml }) => {
    const rules = Object.entries(yaml?.raw ?? {}).find(([key]) => key === 'rules')?.[1]
    if (!Array.isArray(rules)) return []
    return rules.flatMap((rule: unknown) =>
      Object.entries(rule ?? {}).flatMap(([key, id]) =>
        key === 'id' && typeof id === 'string' ? [id] : [],
      ),
    )
  })
}

function compare(one: FileProblem, other: FileProblem): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1
  return one.line - other.line || one.column - other.column
}

/** Sorts by file and location; two problems with one location and message are one. */
function inOrder(problems: readonly FileProblem[]): FileProblem[] {
  const seen = new Set<string>()
  return problems.toSorted(compare).filter(({ file, line, column, message }) => {
    const same = `${file}:${line}:${column} ${message}`
    return !seen.has(same) && seen.add(same)
  })
}

/**
 * The catalogue in the order of `files`, or every problem of every file, sorted by file and location.
 *
 * @param ownOnly leave out the cases of the program, but not its rules and protocol checks
 */
export function toCatalogue(
  files: readonly ParsedFile[],
  ownOnly = false,
): { readonly catalogue: Catalogue } | { readonly problems: readonly FileProblem[] } {
  // Names that a broken file defines must not be reported as undefined elsewhere.
  const isWhole = files.every(({ yaml, pack, isPack }) => yaml && (pack || !isPack))
  const between = isWhole ? crossCheck(files, ruleIds(files)) : []
  const problems = [...files.flatMap((file) => file.problems), ...between]
  if (problems.length > 0) return { problems: inOrder(problems) }
  const rules = files.flatMap((file) =>
    file.rules.map(({ rule }): [string, Rule] => [rule.id, rule]),
  )
  return {
    catalogue: {
      cases: files.flatMap((file) =>
        ownOnly && !file.isOwn ? [] : file.cases.map((placed) => placed.case),
      ),
      packs: files.flatMap(({ pack }) => (pack ? [pack] : [])),
      rules: new Map(rules),
    },
  }
}
