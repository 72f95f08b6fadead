/** Short names for sets of regions and models. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { Grid, Location } from '../model/grid.ts'
import { tableCode } from './markdown-text.ts'

/**
 * `places` as Markdown: models with their regions, without the axis that has only one value in the
 * whole grid; empty when the grid has only one place.
 */
export function describeLocations(locations: readonly Location[], grid: Grid): string {
  const regions = axisOf(grid.locations, 'region')
  const models = axisOf(grid.locations, 'model')
  if (regions.length < 2 && models.length < 2) return ''
  if (models.length < 2) return namesAmong(axisOf(locations, 'region'), regions, 'regions')
  if (regions.length < 2) return namesAmong(axisOf(locations, 'model'), models, 'models')
  const regionsOf = (model: string): string[] =>
    axisOf(
      locations.filter((location) => location.model === model),
      'region',
    )
  return groupBy(axisOf(locations, 'model'), regionsOf)
    .map((alike) => {
      const where = namesAmong(regionsOf(alike[0] ?? ''), regions, 'regions')
      return `${namesAmong(alike, models, 'models')} in ${where}`
    })
    .join('; ')
}

/** `names` out of `all`: as a list, as all, or as all but a few. */
export function namesAmong(
  names: readonly string[],
  all: readonly string[],
  noun: 'regions' | 'models',
): string {
  const missing = all.filter((name) => !names.includes(name))
  if (all.length < 3 || missing.length * 2 >= all.length) return list(names)
  const every = `all ${all.length} ${noun}`
  return missing.length === 0 ? every : `${every} but ${list(missing)}`
}

function list(names: readonly string[]): string {
  return names.map(tableCode).join(', ')
}

/** The values of one axis, each once, in order of appearance. */
export function axisOf(locations: readonly Location[], axis: 'region' | 'model'): string[] {
  return [...new Set(locations.map((location) => location[axis]))]
}
