/** Turns zod's issues into problems at the node that each is about. */
import type { z } from 'zod'
import type { FileProblem } from './file-problem.ts'
import { nearest, suggest } from '../model/text/nearest.ts'
import type { YamlFile } from './yaml-file.ts'
import type { Path } from './yaml-node.ts'

type Issue = z.core.$ZodIssue

/** Members that the error map in `zod-words.ts` adds. */
function extra(issue: Issue, name: 'known' | 'hint'): unknown {
  return Object.entries(issue).find(([key]) => key === name)?.[1]
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function unknownKeys(yaml: YamlFile, keys: readonly string[], known: string[], path: Path) {
  return keys.map((key) => {
    const hint = suggest(key, known)
    const options = { on: 'key' as const, ...(hint !== undefined && { hint }) }
    return yaml.problemAt([...path, key], `unknown key "${key}"`, options)
  })
}

/** Whether a branch of a union does not even begin to fit: the wrong kind of value altogether. */
function isOtherKind(branch: readonly Issue[]): boolean {
  return branch.some(
    ({ code, path }) =>
      path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_format'].includes(code),
  )
}

function unionProblems(
  yaml: YamlFile,
  branches: readonly (readonly Issue[])[],
  path: Path,
): FileProblem[] {
  const near = branches.filter((branch) => !isOtherKind(branch))
  const best = near.toSorted((one, other) => one.length - other.length)[0]
  if (best !== undefined) return issueProblems(yaml, best, path)
  const wanted = branches.flatMap((branch) => branch.slice(0, 1)).map(({ message }) => message)
  const found = wanted.map((message) => /, found .*$/s.exec(message)?.[0]).find(Boolean) ?? ''
  const kinds = wanted.map((message) =>
    message.replace(/^expected /, '').replace(/, found .*$/s, ''),
  )
  const hint = branches
    .flat()
    .map((issue) => extra(issue, 'hint'))
    .find(Boolean)
  const message = `expected ${[...new Set(kinds)].join(', or ')}${found}`
  return [yaml.problemAt(path, message, typeof hint === 'string' ? { hint } : {})]
}

function plainProblem(yaml: YamlFile, issue: Issue, path: Path): FileProblem {
  const hint = extra(issue, 'hint')
  const more = typeof hint === 'string' ? { hint } : {}
  const name = path.at(-1)
  if (typeof name !== 'string' || yaml.has(path)) return yaml.problemAt(path, issue.message, more)
  return yaml.problemAt(path, `"${name}" is missing: ${issue.message}`, more)
}

function problemsOf(yaml: YamlFile, issue: Issue, above: Path): FileProblem[] {
  const path = [...above, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(yaml, issue.keys, texts(extra(issue, 'known')), path)
    case 'invalid_union':
      if (issue.errors.length === 0 || !yaml.has(path)) break
      return unionProblems(yaml, issue.errors, path)
    case 'invalid_key': {
      const inner = issue.issues[0]
      const hint = inner && extra(inner, 'hint')
      const more = typeof hint === 'string' ? { hint } : {}
      const message = `"${String(path.at(-1))}" cannot stand here: ${inner?.message ?? issue.message}`
      return [yaml.problemAt(path, message, { on: 'key', ...more })]
    }
  }
  return [plainProblem(yaml, issue, path)]
}

/** Places of keys that are missing because they were misspelt: the unknown key says it all. */
function misspelt(issues: readonly Issue[]): ReadonlySet<string> {
  const locations = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return []
    const known = texts(extra(issue, 'known'))
    return issue.keys.map((key) => [...issue.path, nearest(key, known)].join('\0'))
  })
  return new Set(locations)
}

/**
 * One problem or more for each issue: an unknown key at the key, a missing one at the start of its
 * map, of a union's branches the one that was most probably meant.
 *
 * @param above position of the parsed value in the file
 */
export function issueProblems(
  yaml: YamlFile,
  issues: readonly Issue[],
  above: Path = [],
): FileProblem[] {
  const meant = misspelt(issues)
  return issues
    .filter(({ path }) => !meant.has(path.join('\0')) || yaml.has([...above, ...path]))
    .flatMap((issue) => problemsOf(yaml, issue, above))
}
