/**
 * Test cases of cells that were not sent, which are most of a run over many regions. The library builds
 * one for each check of a case, and the location of each cell is put into it.
 */
import { memo } from '../../model/lists/memo.ts'
import type { ApiName } from '../../model/names.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { sharedReason } from '../json/shared-reason.ts'
import { locationInXml, locationOf, testCases, type FailureTexts } from './elements.ts'

/** What stands for the location of a cell: no id of a case or a check holds a brace. */
const anywhere = { api: '{api}' as ApiName, region: '{region}', model: '{model}' }

/** Why all checks of a case but the first were skipped. */
const asTheFirst = 'see the first check of this case'

/** Gives the `testcase` elements of a cell that was not sent, a line each; undefined for any other. */
export function unsentCases(
  report: Report,
  texts: FailureTexts,
): (cell: CellResult) => string | undefined {
  const inXml = memo(locationInXml)
  const templates = new Map<string, readonly string[]>()
  const templateOf = (cell: CellResult, check: CheckResult): readonly string[] => {
    const { id, level, rule, verdict, reason } = check
    const key = [cell.suite, cell.case, id, level, rule, verdict, reason].join('\n')
    const template = templates.get(key) ?? makeTemplate(cell, check)
    templates.set(key, template)
    return template
  }
  const makeTemplate = (cell: CellResult, check: CheckResult): readonly string[] => {
    const checks = [{ ...check, because: asTheFirst }]
    return onOneLine(testCases([{ ...cell, ...anywhere, checks }], report, texts)).split(
      locationInXml(locationOf(anywhere)),
    )
  }
  return (cell) => {
    const [first, ...others] = cell.checks
    if (first === undefined || !isSkipped(first) || sharedReason(cell.checks) === undefined) {
      return undefined
    }
    const location = inXml(locationOf(cell))
    const head = onOneLine(testCases([{ ...cell, checks: [first] }], report, texts))
    return head + others.map((check) => templateOf(cell, check).join(location)).join('')
  }
}

function isSkipped({ verdict }: CheckResult): boolean {
  return verdict === 'inconclusive' || verdict === 'unsupported'
}

/** The text of a test case without indentation: no text of a skipped one holds a line feed. */
function onOneLine(text: string): string {
  return `\n    ${text.replace(/\n */g, '')}`
}
