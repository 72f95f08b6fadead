/** The table of parameters and APIs as text. */
import { plainTable } from '../text/table.ts'
import { hanging, width } from '../text/width.ts'

/** What is shown of a parameter on an API. */
export interface ShownParameter {
  readonly parameter: string
  readonly api: string
  readonly checkedBy: readonly string[]
  readonly excluded?: string
}

/**
 * Number of checks by parameter and API, `-` where a reason stands below, `HOLE` where none does. In
 * several tables where one is wider than the terminal.
 */
export function renderParameters(cells: readonly ShownParameter[], columns = 100): string {
  const apis = [...new Set(cells.map(({ api }) => api))]
  const names = [...new Set(cells.map(({ parameter }) => parameter))]
  const head = 'PARAMETER'
  const room = columns - Math.max(...[head, ...names].map(width))
  const tables = inRoom(apis, room).map((some) => {
    const rows = names.map((name) => [
      name,
      ...some.map((api) => shown(cells.find((one) => one.parameter === name && one.api === api))),
    ])
    const align = ['left', ...some.map(() => 'right' as const)] as const
    return [...plainTable([head, ...some], rows, align), '']
  })
  const reasons = cells.flatMap(({ parameter, api, excluded }) => {
    const reason = `${parameter}, ${api}: ${excluded}`
    return excluded === undefined ? [] : hanging('- ', reason, columns)
  })
  return `${[...tables.flat(), ...reasons].join('\n')}\n`
}

/** `heads` in groups that fit beside a first column, each of one at least. */
function inRoom(heads: readonly string[], room: number): string[][] {
  const groups: string[][] = [[]]
  let left = room
  for (const head of heads) {
    const size = width(head) + 2
    if (size > left && groups.at(-1)?.length !== 0) {
      groups.push([])
      left = room
    }
    groups.at(-1)?.push(head)
    left -= size
  }
  return groups
}

function shown(cell: ShownParameter | undefined): string {
  if (cell === undefined) return ''
  if (cell.checkedBy.length > 0) return String(cell.checkedBy.length)
  return cell.excluded === undefined ? 'HOLE' : '-'
}
