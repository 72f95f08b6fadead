/** Cells and checks of two runs, side by side. */
import type { Change } from '../../model/comparison.ts'
import { cellKey } from '../../model/plan.ts'
import { isAsked, type CellResult, type Report } from '../../model/report.ts'

/** Cells by what identifies them. */
export function keyed(cells: readonly CellResult[]): Map<string, CellResult> {
  return new Map(cells.map((cell) => [cellKey(cell), cell]))
}

/** Cells of only one of the runs, and those of both. */
export function cellChanges(
  older: Report,
  newest: Report,
): {
  vanished: CellResult[]
  appeared: CellResult[]
  pairs: (readonly [CellResult, CellResult])[]
} {
  const before = keyed(older.cells)
  const after = keyed(newest.cells)
  return {
    vanished: older.cells.filter((cell) => !after.has(cellKey(cell)) && isAsked(cell)),
    appeared: newest.cells.filter((cell) => !before.has(cellKey(cell))),
    pairs: newest.cells.flatMap((cell) => {
      const earlier = before.get(cellKey(cell))
      return earlier === undefined ? [] : [[earlier, cell] as const]
    }),
  }
}

/** Whether requests of both runs belong to the same cell. */
export function haveCellInCommon(older: Report, newest: Report): boolean {
  const before = keyed(older.cells.filter(isAsked))
  return newest.cells.some((cell) => before.has(cellKey(cell)))
}

/** Every check of every cell that both runs have. */
export function changesBetween(older: Report, newest: Report): Change[] {
  const before = keyed(older.cells)
  return newest.cells.flatMap((cell) => {
    const earlier = before.get(cellKey(cell))
    if (earlier === undefined) return []
    const checks = new Map(earlier.checks.map((check) => [check.id, check]))
    const present = new Set(cell.checks.map(({ id }) => id))
    const gone = earlier.checks.filter(({ id }) => !present.has(id))
    return [
      ...cell.checks.map((check): Change => {
        const then = checks.get(check.id)
        return {
          cell,
          check,
          ...(then && { earlier: then }),
          before: then?.verdict ?? 'absent',
          after: check.verdict,
        }
      }),
      ...gone.map((check): Change => ({
        cell,
        check,
        earlier: check,
        before: check.verdict,
        after: 'absent',
      })),
    ]
  })
}
