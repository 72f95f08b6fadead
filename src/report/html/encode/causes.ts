/** What is wrong, the worst first. */
import type { Verdict } from '../../../model/names.ts'
import type { CellResult } from '../../../model/report.ts'
import { sentenceOf } from '../../failure/failure.ts'
import { groupsOf, type Group } from '../../model/group.ts'
import type { ReportModel } from '../../model/model.ts'
import { verdictOrder } from '../../text/describe.ts'
import type { PageCause } from '../data.ts'
import type { Encoded } from './cells.ts'
import { fitting } from './size.ts'
import type { Shown } from './texts.ts'

/** Bytes of all causes together. */
const mostBytes = 150_000

const wrong: readonly Verdict[] = ['fail', 'error', 'warn']

/** The groups of failures, errors and warnings. */
export function encodeCauses(
  model: ReportModel,
  { positionOf }: Pick<Encoded, 'positionOf'>,
  shown: Shown,
): PageCause[] {
  const groups = groupsOf(model, ...wrong).toSorted(
    (one, other) =>
      verdictOrder.indexOf(one.check.verdict) - verdictOrder.indexOf(other.check.verdict),
  )
  return fitting(
    groups.map((group) => causeOf(group, positionOf(group.cell), shown)),
    mostBytes,
  )
}

function causeOf({ check, cells }: Group, cell: number | undefined, shown: Shown): PageCause {
  return {
    verdict: check.verdict,
    level: check.level,
    rule: check.rule,
    code: check.finding?.code ?? check.reason ?? '',
    message: shown(sentenceOf(check), 400),
    apis: valuesOf(cells, 'api'),
    regions: valuesOf(cells, 'region').map((name) => shown(name, 60)),
    models: valuesOf(cells, 'model').map((name) => shown(name, 120)),
    checks: cells.length,
    cells: cells.length,
    ...(cell !== undefined && { example: { cell, check: check.id } }),
  }
}

function valuesOf(cells: readonly CellResult[], axis: 'api' | 'region' | 'model'): string[] {
  return [...new Set(cells.map((cell) => cell[axis]))].filter((name) => name !== '-').slice(0, 20)
}
