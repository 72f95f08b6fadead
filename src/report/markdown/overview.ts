/** Regions × models at a glance, as Markdown. */
import { markdownTable } from 'markdown-table'
import type { CellResult } from '../../model/report.ts'
import type { Verdict } from '../../model/words.ts'
import { verdictOf, worst, type Grid } from './grid.ts'
import { tableCode } from './markdown-text.ts'
import { widestTable } from './matrix.ts'
import { axisOf, namesAmong } from '../places.ts'
import { verdictOrder, verdictWords } from '../text/words.ts'

const needsAttention: ReadonlySet<Verdict> = new Set(['fail', 'error', 'warn', 'inconclusive'])

/** Head line and table, equal lines as one; nothing when there is only one place. */
export function renderOverview(cells: readonly CellResult[], grid: Grid): string[] {
  if (grid.places.length < 2) return []
  const regions = axisOf(grid.places, 'region')
  const models = axisOf(grid.places, 'model')
  const texts = placeTexts(cells)
  const at = (region: string, model: string): string => texts.get(keyOf(region, model)) ?? ''
  const head = 'By region and model, how many cells came to what needs attention:'
  if (Math.min(regions.length, models.length) > widestTable) {
    const rows = grid.places.map(({ region, model }) => [
      tableCode(region),
      tableCode(model),
      at(region, model),
    ])
    return [head, table(['Region', 'Model', 'Cells'], rows)]
  }
  const down = regions.length >= models.length ? 'regions' : 'models'
  const [names, across] = down === 'regions' ? [regions, models] : [models, regions]
  const line = (name: string): string[] =>
    across.map((other) => (down === 'regions' ? at(name, other) : at(other, name)))
  const rows = equalLines(names, line).map(([alike, values]) => [
    namesAmong(alike, names, down),
    ...values,
  ])
  return [head, table([down === 'regions' ? 'Region' : 'Model', ...across.map(tableCode)], rows)]
}

function equalLines(
  names: readonly string[],
  line: (name: string) => string[],
): [names: string[], values: string[]][] {
  const groups = new Map<string, [string[], string[]]>()
  for (const name of names) {
    const values = line(name)
    const group = groups.get(JSON.stringify(values)) ?? [[], values]
    group[0].push(name)
    groups.set(JSON.stringify(values), group)
  }
  return [...groups.values()]
}

function placeTexts(cells: readonly CellResult[]): Map<string, string> {
  const groups = new Map<string, CellResult[]>()
  for (const cell of cells) {
    const key = keyOf(cell.region, cell.model)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [cell])
    else group.push(cell)
  }
  return new Map([...groups].map(([key, group]) => [key, placeText(group)]))
}

function keyOf(region: string, model: string): string {
  return JSON.stringify([region, model])
}

/** Every verdict that needs attention with its number of cells; without any, the worst there is. */
function placeText(cells: readonly CellResult[]): string {
  const all = cells.map(verdictOf)
  const troubling = verdictOrder.filter(
    (verdict) => needsAttention.has(verdict) && all.includes(verdict),
  )
  const shown = (troubling.length > 0 ? troubling : [worst(all)]).map((verdict) => {
    const number = all.filter((one) => one === verdict).length
    return `${verdictWords[verdict].symbol} ${verdict} ${number}`
  })
  return `${shown.join(', ')} of ${cells.length}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows], { alignDelimiters: false })
}
