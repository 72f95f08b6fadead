/** Holds what a YAML file says against a schema: every mistake a problem with its place. */
import type { z } from 'zod'
import { words } from './describe-issue.ts'
import type { FileProblem } from './file-problem.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'
import type { Path } from './yaml-node.ts'
import { issueProblems } from './zod-problems.ts'

/**
 * Holds one value of the file against a schema.
 *
 * @param value what stands at `path`
 */
export function validate<T>(
  yaml: YamlFile,
  schema: z.ZodType<T>,
  value: unknown = yaml.raw,
  path: Path = [],
): { readonly value: T } | { readonly problems: readonly FileProblem[] } {
  const parsed = parsedBy(schema, value)
  if (parsed === undefined) {
    const hint = 'check that this is the right file'
    return { problems: [yaml.problemAt(path, 'more mistakes than can be listed', { hint })] }
  }
  if (parsed.success) return { value: parsed.data }
  return { problems: issueProblems(yaml, parsed.error.issues, path) }
}

/** @returns undefined where there are more mistakes than the validator can hold on the stack */
function parsedBy<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> | undefined {
  try {
    return schema.safeParse(value, { error: words })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What a YAML file says, checked, and where each part of it stands. */
export interface ParsedYaml<T> {
  readonly value: T
  /** Place of a value, both from 1. */
  readonly locate: YamlFile['locate']
  /** Makes a problem for what a schema cannot see, for example a name that nothing defines. */
  readonly problemAt: YamlFile['problemAt']
}

/**
 * Reads YAML text and holds it against a schema.
 *
 * @param file the name that problems carry
 * @returns the value as the schema gives it, or all problems, each with line, column and caret
 */
export function parseYamlFile<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
): ParsedYaml<T> | { readonly problems: readonly FileProblem[] } {
  const read = readYaml(text, file)
  if ('problems' in read) return read
  const checked = validate(read.yaml, schema)
  if ('problems' in checked) return checked
  return { value: checked.value, locate: read.yaml.locate, problemAt: read.yaml.problemAt }
}
