import type { Report } from '../../model/report.ts'

/** Shards, cells and `regions` that no part has, one sentence each. */
export function missingFrom(reports: readonly Report[], regions: readonly string[]): string[] {
  return [...missingShards(reports), ...missingRegions(reports, regions)]
}

function missingShards(reports: readonly Report[]): string[] {
  const shards = reports.flatMap(({ selection }) => selection?.shard ?? [])
  const [first] = shards
  if (first === undefined) return []
  const all = Array.from({ length: first.count }, (_, index) => index + 1)
  const absent = all.filter((index) => !shards.some((shard) => shard.index === index))
  const cells = first.planned - reports.reduce((sum, report) => sum + report.cells.length, 0)
  if (absent.length === 0 && cells <= 0) return []
  const names = absent.map((index) => `${index}/${first.count}`).join(', ')
  const what =
    absent.length === 0
      ? 'No part is missing, but the parts are not whole'
      : `Missing: shard ${names}`
  return [`${what}: ${cells} of ${first.planned} cells were not judged.`]
}

function missingRegions(reports: readonly Report[], regions: readonly string[]): string[] {
  const seen = new Set(reports.flatMap(({ cells }) => cells.map(({ region }) => region)))
  const absent = regions.filter((region) => !seen.has(region))
  if (absent.length === 0) return []
  return [`Missing: region ${absent.join(', ')}: it was not judged.`]
}
