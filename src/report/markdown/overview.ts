/** Regions × models at a glance, as Markdown. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { Verdict } from '../../model/names.ts'
import { worst, type Grid, type Location } from '../model/grid.ts'
import { tableCode } from './markdown-text.ts'
import { table } from './table.ts'
import { widestTable } from './matrix.ts'
import { axisOf, namesAmong } from './locations.ts'
import { verdictOrder, verdictDescriptions } from '../text/describe.ts'

const needsAttention: ReadonlySet<Verdict> = new Set(['fail', 'error', 'warn', 'inconclusive'])

/** Head line and table, equal lines as one; nothing when there is only one location. */
export function renderOverview(grid: Grid): string[] {
  if (grid.locations.length < 2) return []
  const regions = axisOf(grid.locations, 'region')
  const models = axisOf(grid.locations, 'model')
  const at = (region: string, model: string): string => {
    const location = grid.locations.find((one) => one.region === region && one.model === model)
    return location === undefined ? '' : locationText(location)
  }
  const head = 'Cells by verdict, in each region and with each model (`-`: none):'
  if (Math.min(regions.length, models.length) > widestTable) {
    const rows = grid.locations.map((location) => [
      tableCode(location.region),
      tableCode(location.model),
      locationText(location),
    ])
    return [head, table(['Region', 'Model', 'Cells'], rows)]
  }
  const down = regions.length >= models.length ? 'regions' : 'models'
  const [names, across] = down === 'regions' ? [regions, models] : [models, regions]
  const line = (name: string): string[] =>
    across.map((other) => (down === 'regions' ? at(name, other) : at(other, name)))
  const rows = groupBy(names, line).map((alike) => [
    namesAmong(alike, names, down),
    ...line(alike[0] ?? ''),
  ])
  return [head, table([down === 'regions' ? 'Region' : 'Model', ...across.map(tableCode)], rows)]
}

/** Every verdict that needs attention with its number of cells; without any, the worst verdict. */
function locationText({ verdicts, cells }: Location): string {
  const ordered = verdictOrder.filter((verdict) => verdicts.has(verdict))
  const urgent = ordered.filter((verdict) => needsAttention.has(verdict))
  const shown = (urgent.length > 0 ? urgent : [worst(ordered)]).map(
    (verdict) => `${verdictDescriptions[verdict].symbol} ${verdict} ${verdicts.get(verdict) ?? 0}`,
  )
  return `${shown.join(', ')} of ${cells}`
}
