/** What was played: which checks were red, and which green. */
import { assertions } from '../../assertions/registry.ts'
import type { CellRun } from '../../engine/play/run-cell.ts'
import type { ApiName, Kind, Level } from '../../model/names.ts'
import type { Cell } from '../../model/plan.ts'
import type { CheckResult } from '../../model/report.ts'
import { possibleChecks } from './identity.ts'

/** A check that was not green, and where. */
export interface Red {
  /** `suite.case/check`. */
  readonly key: string
  /** What globs may call it. */
  readonly names: readonly string[]
  readonly identity: string
  readonly step: string
  readonly api: ApiName
  readonly endpointKind: string
  /** That of the model. */
  readonly family: string
  readonly level: Level
  readonly kind: Kind
  readonly verdict: 'fail' | 'warn' | 'error'
  /** Whether the check reports a missing response, so that an error is its finding. */
  readonly judgesSilence: boolean
  readonly code?: string
  /** What was wrong, in one sentence. */
  readonly message: string
}

/** The result of playing one deviation, or none. */
export interface Played {
  /** Undefined for the reference without a deviation. */
  readonly id: string | undefined
  readonly cells: number
  readonly checks: number
  readonly requests: number
  /** Milliseconds. */
  readonly durationMs: number
  /** Whether it changed any answer. */
  readonly acted: boolean
  readonly red: readonly Red[]
  /** Cells with a red check, of the cells played. */
  readonly redCells: number
  /** Checks that passed: their identities. */
  readonly green: readonly string[]
  /** Faults of the reference itself. */
  readonly faults: readonly string[]
}

/** Of a deviation that need not be played alone. */
export const nothing: Played = {
  id: undefined,
  cells: 0,
  checks: 0,
  requests: 0,
  durationMs: 0,
  acted: false,
  red: [],
  redCells: 0,
  green: [],
  faults: [],
}

interface Summary extends Pick<
  Played,
  'cells' | 'checks' | 'requests' | 'red' | 'redCells' | 'green'
> {
  /** The cells with a red check. */
  readonly redIn: ReadonlySet<Cell>
}

/** Counts of the runs of cells, and their checks by colour. */
export function summary(runs: readonly CellRun[]): Summary {
  const red = runs.map((run) => redOf(run))
  const redIn = runs.filter((_, at) => red[at]?.length !== 0).map(({ cell }) => cell)
  const green = new Set(
    runs.flatMap(({ cell, result }) => {
      const passed = new Set(
        result.checks.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id),
      )
      return possibleChecks(cell)
        .filter(({ check }) => passed.has(check.id))
        .map(({ identity }) => identity)
    }),
  )
  return {
    cells: runs.length,
    checks: runs.reduce((sum, { result }) => sum + result.checks.length, 0),
    requests: runs.reduce((sum, { result }) => sum + result.requests, 0),
    red: red.flat(),
    redCells: redIn.length,
    redIn: new Set(redIn),
    green: [...green],
  }
}

/** The checks of a cell that were not green. */
function redOf({ cell, result }: CellRun): Red[] {
  const possible = possibleChecks(cell)
  return result.checks.flatMap((check): Red[] => {
    const verdict = redVerdict(check)
    if (verdict === undefined) return []
    const key = `${cell.case.id}/${check.id}`
    const known = possible.find((one) => one.check.id === check.id)
    return [
      {
        key,
        names: known?.names ?? [key],
        identity: known?.identity ?? key,
        step: known?.check.step ?? '',
        api: cell.api,
        endpointKind: cell.endpoint.kind,
        family: cell.model.family,
        level: check.level,
        kind: check.kind,
        verdict,
        judgesSilence: assertions.get(known?.check.assert ?? '')?.judgesSilence === true,
        message: check.finding?.message ?? check.because ?? '',
        ...(check.finding && { code: check.finding.code }),
      },
    ]
  })
}

function redVerdict({ verdict }: CheckResult): Red['verdict'] | undefined {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'error' ? verdict : undefined
}
