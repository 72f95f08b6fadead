/** The matrix of regions for a terminal: a line for each region, a column for each model. */
import type { ReportModel } from '../model/model.ts'
import type { Site } from '../model/regions.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'

/**
 * How each model answered in each region: one class where all APIs agree, else the classes with
 * their APIs; `≠` and the expected class where that is another.
 *
 * @returns nothing where fewer than two regions were tried
 */
export function renderRegionsText({ regions: found }: Pick<ReportModel, 'regions'>): string {
  const { sites, regions, models } = found
  if (regions.length < 2) return ''
  const rows = regions.map((region) => [
    region,
    ...models.map((model) =>
      summary(sites.filter((site) => site.region === region && site.model === model)),
    ),
  ])
  const align = ['left', ...models.map(() => 'left' as const)] as const
  const lines = plainTable(['REGION', ...models.map(visible)], rows, align)
  return `${lines.join('\n')}\n\n`
}

function summary(sites: readonly Site[]): string {
  const words = [...new Set(sites.map(wordOf))]
  if (words.length <= 1) return words[0] ?? ''
  return words
    .map((word) => {
      const apis = sites.filter((site) => wordOf(site) === word).map(({ api }) => api)
      return `${word} (${apis.join(', ')})`
    })
    .join('\n')
}

function wordOf(site: Site): string {
  const isOther = site.standing === 'other'
  return isOther ? `${site.class} ≠ ${site.expected?.class ?? ''}` : site.class
}
