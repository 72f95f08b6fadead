/** The matrix of regions for a terminal: a line for each region, a column for each model. */
import type { ReportModel } from '../model/model.ts'
import type { RegionLocation } from '../model/regions.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { width } from '../text/width.ts'
import { largest } from '../../model/lists/lists.ts'

/**
 * How each model answered in each region: one class where all APIs agree, else the classes with
 * their APIs; `≠` and the expected class where that is another.
 *
 * @param columns where one table would be wider, the models stand in several below each other
 * @returns nothing where fewer than two regions were tried
 */
export function renderRegionsText(
  { regions: found }: Pick<ReportModel, 'regions'>,
  columns = Number.POSITIVE_INFINITY,
): string {
  const { locations, regions, models } = found
  if (regions.length < 2) return ''
  const ofModels = models.map((model) => [
    visible(model),
    ...regions.map((region) =>
      summary(
        locations.filter((location) => location.region === region && location.model === model),
      ),
    ),
  ])
  const tables = fitting(['REGION', ...regions], ofModels, columns).map((shown) => {
    const [head = [], ...rows] = transposed(shown)
    return plainTable(
      head,
      rows,
      head.map(() => 'left'),
    ).join('\n')
  })
  return `${tables.join('\n\n')}\n\n`
}

const gap = 2

/** The columns of tables that are at most that wide, each after `first`; a wider column is alone. */
function fitting(
  first: readonly string[],
  others: readonly (readonly string[])[],
  columns: number,
): (readonly (readonly string[])[])[] {
  const tables: (readonly string[])[][] = []
  let room = 0
  for (const column of others) {
    const needed = gap + widthOf(column)
    const table = tables.at(-1)
    if (table === undefined || needed > room) {
      tables.push([first, column])
      room = columns - widthOf(first) - needed
    } else {
      table.push(column)
      room -= needed
    }
  }
  return tables
}

function widthOf(column: readonly string[]): number {
  return largest(column.flatMap((text) => text.split('\n')).map(width))
}

function transposed(columns: readonly (readonly string[])[]): string[][] {
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? ''))
}

function summary(locations: readonly RegionLocation[]): string {
  const words = [...new Set(locations.map(describe))]
  if (words.length <= 1) return words[0] ?? ''
  return words
    .map((word) => {
      const apis = locations.filter((location) => describe(location) === word).map(({ api }) => api)
      return `${word} (${apis.join(', ')})`
    })
    .join('\n')
}

function describe(location: RegionLocation): string {
  const isOther = location.standing === 'other'
  return isOther ? `${location.class} ≠ ${location.expected?.class ?? ''}` : location.class
}
