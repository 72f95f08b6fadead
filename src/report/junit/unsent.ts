/**
 * Test cases of cells that were not sent, which are most of a run over many regions. The library builds
 * one for each check of a case, and the location of each cell is put into it.
 */
import { sum } from '../../model/lists/lists.ts'
import { memo } from '../../model/lists/memo.ts'
import type { ApiName } from '../../model/names.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { sharedReason } from '../json/shared-reason.ts'
import type { TestCases } from './cases.ts'
import { inAttribute, locationOf } from './elements.ts'

/** What stands for the location of a cell: no id of a case or a check holds a brace. */
const anywhere = { api: '{api}' as ApiName, region: '{region}', model: '{model}' }

/** Why all checks of a case but the first were skipped. */
const asTheFirst = 'see the first check of this case'

/** Test cases that are kept: those of a suite and an API come together, for all regions and models. */
const mostTemplates = 4000

/** Test cases that are made when they are written: those of a whole file take much memory. */
export interface Lazy {
  /** Bytes of the text. */
  readonly bytes: number
  readonly text: () => string
}

/** What stands before, between and after the locations in a test case. */
interface Template {
  readonly parts: readonly string[]
  /** Of all parts together. */
  readonly bytes: number
}

/** Gives the `testcase` elements of a cell that was not sent, a line each; undefined for any other. */
export function unsentCases(testCases: TestCases): (cell: CellResult) => Lazy | undefined {
  const written = memo(inAttribute)
  const templates = new Map<string, Template>()
  /** @param time of the cell, in milliseconds */
  const templateOf = (cell: CellResult, check: CheckResult, because = '', time = 0): Template => {
    const { id, level, rule, verdict, reason = '' } = check
    const key = `${cell.suite}\n${cell.case}\n${id}\n${level}\n${rule}\n${verdict}\n${reason}\n${time}\n${because}`
    const known = templates.get(key)
    if (known !== undefined) return known
    const shown = { ...cell, ...anywhere, durationMs: time, checks: [{ ...check, because }] }
    const text = testCases([shown])
    const parts = onOneLine(text).split(written(locationOf(anywhere)))
    const template = { parts, bytes: sum(parts.map((part) => Buffer.byteLength(part))) }
    if (templates.size >= mostTemplates) templates.clear()
    templates.set(key, template)
    return template
  }
  const templatesOf = (cell: CellResult): Template[] =>
    cell.checks.map((check, at) =>
      at === 0
        ? templateOf(cell, check, check.because, cell.durationMs)
        : templateOf(cell, check, asTheFirst),
    )
  return (cell) => {
    const [first] = cell.checks
    if (first === undefined || !isSkipped(first) || sharedReason(cell.checks) === undefined) {
      return undefined
    }
    const location = written(locationOf(cell))
    const size = Buffer.byteLength(location)
    const own = templatesOf(cell)
    return {
      bytes: sum(own.map(({ parts, bytes }) => bytes + (parts.length - 1) * size)),
      text: () => own.map(({ parts }) => parts.join(location)).join(''),
    }
  }
}

function isSkipped({ verdict }: CheckResult): boolean {
  return verdict === 'inconclusive' || verdict === 'unsupported'
}

/** The text of a test case without indentation: no text of a skipped one holds a line feed. */
function onOneLine(text: string): string {
  return `\n    ${text.replace(/\n */g, '')}`
}
