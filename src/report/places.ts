/** Sets of regions and models, named shortly. */
import type { Grid, Place } from './markdown/grid.ts'
import { tableCode } from './markdown/markdown-text.ts'

/**
 * `places` as Markdown: models with their regions, without the axis that has only one value in the
 * whole grid; empty when there is nothing to tell apart.
 */
export function describePlaces(places: readonly Place[], grid: Grid): string {
  const regions = axisOf(grid.places, 'region')
  const models = axisOf(grid.places, 'model')
  if (regions.length < 2 && models.length < 2) return ''
  if (models.length < 2) return namesAmong(axisOf(places, 'region'), regions, 'regions')
  if (regions.length < 2) return namesAmong(axisOf(places, 'model'), models, 'models')
  return byRegions(places)
    .map(([where, names]) => {
      const what = namesAmong(names, models, 'models')
      return `${what} in ${namesAmong(where, regions, 'regions')}`
    })
    .join('; ')
}

/** Models with the same set of regions together. */
function byRegions(places: readonly Place[]): [regions: string[], models: string[]][] {
  const groups = new Map<string, [string[], string[]]>()
  for (const model of axisOf(places, 'model')) {
    const regions = axisOf(
      places.filter((place) => place.model === model),
      'region',
    )
    const group = groups.get(JSON.stringify(regions)) ?? [regions, []]
    group[1].push(model)
    groups.set(JSON.stringify(regions), group)
  }
  return [...groups.values()]
}

/** `names` out of `all`: listed, or all, or all but the few that are missing. */
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
export function axisOf(places: readonly Place[], axis: 'region' | 'model'): string[] {
  return [...new Set(places.map((place) => place[axis]))]
}
