/** Reads `report.json` cell by cell, since it may be larger than a string can be, with one-line problems. */
import type { z } from 'zod'
import { unreadableAs } from '../../model/json/encoding.ts'
import { isObject } from '../../model/json/shape.ts'
import { splitJson, type Element, type Split } from '../../model/json/split.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { visible } from '../text/visible.ts'
import { truncate } from '../text/width.ts'
import { cellSchema, reportSchema } from './schema.ts'
import { messageOfError } from '../../model/problem.ts'

/** A report that was read, or what is wrong with its text, in one line. */
export type Parsed = { readonly report: Report } | { readonly problem: string }

/** Where the cells stand in a report. */
const cellsPath = ['cells']

/** Reads the text of a `report.json`. Members that this version does not know are kept. */
export function parseReport(text: string): Parsed {
  const bytes = Buffer.from(text)
  return parseBlocks([bytes], ({ offset, length }) =>
    bytes.toString('utf8', offset, offset + length),
  )
}

/**
 * Reads a `report.json` of any size.
 *
 * @param blocks its bytes in order
 * @param textOf the text of an element
 * @param wants whether a cell is kept, by its text; what is not kept is not validated
 */
export function parseBlocks(
  blocks: Iterable<Uint8Array>,
  textOf: (element: Element) => string,
  wants: (cell: string) => boolean = () => true,
): Parsed {
  let start: Uint8Array | undefined
  const watched = function* (): Generator<Uint8Array> {
    for (const block of blocks) {
      start ??= block.slice(0, 2)
      yield block
    }
  }
  const split = splitJson(watched(), cellsPath)
  const head = parseJson(split.around.replace(/^\ufeff/, ''))
  if ('problem' in head) return { problem: byEncoding(start) ?? head.problem }
  const version = versionProblem(head.value)
  if (version !== undefined) return { problem: version }
  const elements = isObject(head.value) ? cellsOf(head.value['cells'], split) : undefined
  const given = elements === undefined ? head.value : { ...Object(head.value), cells: [] }
  const issues: Issue[] = []
  const result = reportSchema.safeParse(given)
  if (!result.success) note(issues, result.error, given)
  const cells: CellResult[] = []
  const shared = createSharing()
  for (const [index, element] of (elements ?? []).entries()) {
    const text = textOf(element)
    if (!wants(text)) continue
    const json = parseJson(text)
    if ('problem' in json) return json
    const cell = cellSchema.safeParse(json.value)
    if (cell.success) cells.push(wholeCell(cell.data, shared))
    else note(issues, cell.error, json.value, [...cellsPath, index])
  }
  const [issue] = issues
  if (result.success && issue === undefined) return { report: { ...result.data, cells } }
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return {
    problem: `not a valid report: ${issue === undefined ? 'unknown' : describe(issue)}${more}`,
  }
}

/** The elements that stand for `cells`, which is the number of their list; nothing where it is no list. */
function cellsOf(cells: unknown, { lists }: Split): readonly Element[] | undefined {
  const list: unknown = Array.isArray(cells) ? cells[0] : undefined
  return typeof list === 'number' ? lists[list] : undefined
}

/** The cell with the reason that is the same for all its checks on each of them. */
function wholeCell(
  { because, ...cell }: z.infer<typeof cellSchema>,
  shared: (check: CheckResult) => CheckResult,
): CellResult {
  const checks =
    because === undefined
      ? cell.checks.map((check) => (isPlainPass(check) ? shared(check) : check))
      : cell.checks.map((check) => shared({ because, ...check }))
  return { ...cell, checks }
}

function isPlainPass({ verdict, notes, statistics }: CheckResult): boolean {
  return verdict === 'pass' && notes === undefined && statistics === undefined
}

/** Lets equal results be one object: a report has millions that passed, or whose cell was not sent. */
function createSharing(): (check: CheckResult) => CheckResult {
  const known = new Map<string, CheckResult>()
  return (check) => {
    const key = JSON.stringify(check)
    const found = known.get(key) ?? check
    known.set(key, found)
    return found
  }
}

/** What the schema does not allow. */
interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** What stands there. */
  readonly found: unknown
}

function note(
  issues: Issue[],
  { issues: more }: z.core.$ZodError,
  root: unknown,
  below: readonly PropertyKey[] = [],
): void {
  for (const { path, message } of more) {
    issues.push({ path: [...below, ...path], message, found: path.reduce(member, root) })
  }
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const why = messageOfError(error)
    return { problem: `not JSON: ${truncate(visible(why), 120)}${another}` }
  }
}

function byEncoding(start: Uint8Array | undefined): string | undefined {
  const why = unreadableAs(start)
  if (why === 'empty') return `it is empty${another}`
  return why && 'it is in UTF-16, as Windows PowerShell writes it; save it as UTF-8'
}

const another = '; give the report.json of a run that ended'

function versionProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) {
    return 'not a report: it has no schemaVersion; give the report.json of an earlier run'
  }
  const { schemaVersion } = value
  if (schemaVersion === 1) return undefined
  const given = truncate(visible(JSON.stringify(schemaVersion) ?? 'none'), 30)
  return `schemaVersion is ${given}, but this program reads 1; use the version that wrote the report`
}

function describe({ path, message, found }: Issue): string {
  const location = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  const where = visible(location.join('').replace(/^\./, '')) || 'the report'
  const shown = found === undefined ? 'nothing' : JSON.stringify(found)
  return `${where}: ${truncate(visible(message), 200)}; it is ${truncate(visible(shown), 60)}`
}

function member(value: unknown, name: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Reflect.get(value, name)
}
