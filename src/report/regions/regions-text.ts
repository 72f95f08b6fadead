/** The matrix of regions for a terminal: a line for each region, a column for each model. */
import type { ReportModel } from '../model/model.ts'
import type { RegionLocation } from '../model/regions.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'

/**
 * How each model answered in each region: one class where all APIs agree, else the classes with
 * their APIs; `≠` and the expected class where that is another.
 *
 * @returns nothing where fewer than two regions were tried
 */
export function renderRegionsText({ regions: found }: Pick<ReportModel, 'regions'>): string {
  const { locations, regions, models } = found
  if (regions.length < 2) return ''
  const rows = regions.map((region) => [
    region,
    ...models.map((model) =>
      summary(
        locations.filter((location) => location.region === region && location.model === model),
      ),
    ),
  ])
  const align = ['left', ...models.map(() => 'left' as const)] as const
  const lines = plainTable(['REGION', ...models.map(visible)], rows, align)
  return `${lines.join('\n')}\n\n`
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
