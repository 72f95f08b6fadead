/** The table of parameters and APIs as text. */
import { plainTable } from '../text/table.ts'
import { wrap } from '../text/width.ts'

/** What is shown of a parameter on an API. */
export interface ShownParameter {
  readonly parameter: string
  readonly api: string
  readonly checkedBy: readonly string[]
  readonly excluded?: string
}

/** Number of checks by parameter and API, `-` where a reason stands below, `HOLE` where none does. */
export function renderParameters(cells: readonly ShownParameter[], columns = 100): string {
  const apis = [...new Set(cells.map(({ api }) => api))]
  const names = [...new Set(cells.map(({ parameter }) => parameter))]
  const rows = names.map((name) => [
    name,
    ...apis.map((api) => shown(cells.find((one) => one.parameter === name && one.api === api))),
  ])
  const align = ['left', ...apis.map(() => 'right' as const)] as const
  const reasons = cells.flatMap(({ parameter, api, excluded }) =>
    excluded === undefined ? [] : wrap(`- ${parameter}, ${api}: ${excluded}`, columns),
  )
  return `${[...plainTable(['PARAMETER', ...apis], rows, align), '', ...reasons].join('\n')}\n`
}

function shown(cell: ShownParameter | undefined): string {
  if (cell === undefined) return ''
  if (cell.checkedBy.length > 0) return String(cell.checkedBy.length)
  return cell.excluded === undefined ? 'HOLE' : '-'
}
