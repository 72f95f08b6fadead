import type { Report } from '../../model/report.ts'

/** Shards, cells, `regions` and combinations that no part has, one sentence each. */
export function missingFrom(reports: readonly Report[], regions: readonly string[]): string[] {
  return [
    ...missingShards(reports),
    ...missingRegions(reports, regions),
    ...missingCombinations(reports),
  ]
}

/** Whether a problem of a report says that something is missing from it. */
export function saysMissing(problem: string): boolean {
  return problem.startsWith('Missing: ') || problem.startsWith(notWhole)
}

const notWhole = 'No part is missing, but the parts are not whole'

const mostNamed = 20

function missingShards(reports: readonly Report[]): string[] {
  const shards = reports.flatMap(({ selection }) => selection?.shard ?? [])
  const [first] = shards
  if (first === undefined) return []
  const all = Array.from({ length: first.count }, (_, index) => index + 1)
  const present = new Set(shards.map(({ index }) => index))
  const absent = all.filter((index) => !present.has(index))
  const cells = first.planned - reports.reduce((sum, report) => sum + report.cells.length, 0)
  if (absent.length === 0 && cells <= 0) return []
  const named = absent.slice(0, mostNamed).map((index) => `${index}/${first.count}`)
  const more = absent.length - named.length
  const names = named.join(', ') + (more > 0 ? ` and ${more} more` : '')
  const what = absent.length === 0 ? notWhole : `Missing: shard ${names}`
  return [`${what}: ${cells} of ${first.planned} cells were not judged.`]
}

function missingRegions(reports: readonly Report[], regions: readonly string[]): string[] {
  const seen = new Set(reports.flatMap(({ cells }) => cells.map(({ region }) => region)))
  const absent = regions.filter((region) => !seen.has(region))
  if (absent.length === 0) return []
  return [`Missing: region ${absent.join(', ')}: it was not judged.`]
}

/** Every region must have been asked with every API and model that any part names. */
function missingCombinations(reports: readonly Report[]): string[] {
  const asked = new Set(reports.flatMap((report) => combinations(axesOf(report)).map(keyOf)))
  const whole = reports
    .map(axesOf)
    .reduce<Axes>(
      (all, axes) => all.map((values, index) => [...new Set([...values, ...(axes[index] ?? [])])]),
      [[], [], []],
    )
  return combinations(whole)
    .filter((combination) => !asked.has(keyOf(combination)))
    .map((combination) => {
      const names = combination.filter((value) => value !== any).join(', ')
      return `Missing: ${names}: together they were not judged.`
    })
}

/** Regions, APIs and models. */
type Axes = readonly (readonly string[])[]

/** Stands for whatever the target has. */
const any = '*'

function axesOf({ selection = {}, cells }: Report): Axes {
  const { regions, apis, models } = selection
  const seen = [...new Set(cells.map(({ region }) => region))]
  return [regions ?? seen, apis ?? [any], models ?? [any]]
}

function combinations(axes: Axes): string[][] {
  return axes.reduce<string[][]>(
    (before, values) => before.flatMap((some) => values.map((value) => [...some, value])),
    [[]],
  )
}

function keyOf(combination: readonly string[]): string {
  return JSON.stringify(combination)
}
