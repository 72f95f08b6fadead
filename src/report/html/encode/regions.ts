/** Which model answers where, with the evidence of each answer. */
import type { Evidence } from '../../../model/answer.ts'
import type { ReportModel } from '../../model/model.ts'
import type { RegionLocation } from '../../model/regions.ts'
import type { PageRegion } from '../data.ts'
import type { Encoded } from './cells.ts'
import type { Shown } from './texts.ts'

/** The calls of the matrix of regions; none where fewer than two regions were tried. */
export function encodeRegions(
  { regions: { locations, regions, since } }: ReportModel,
  { positionOf }: Pick<Encoded, 'positionOf'>,
  shown: Shown,
): PageRegion[] {
  if (regions.length < 2) return []
  const before = new Map(since?.changes.map(({ location, before: was }) => [location, was]))
  return locations.map((location) => {
    const was = before.get(location)
    const cell = positionOf(location.cell)
    return {
      region: shown(location.region, 60),
      model: shown(location.model, 120),
      api: location.api,
      found: location.class,
      standing: location.standing,
      evidence: shown(evidenceText(location.evidence), 400),
      expected: expectedText(location),
      ...(was !== undefined && { before: was }),
      ...(cell !== undefined && { cell }),
    }
  })
}

function evidenceText({ status, code, message, requestId, failure }: Evidence): string {
  const parts = [
    status === undefined ? undefined : `status ${status}`,
    failure,
    code,
    message === undefined ? undefined : `“${message}”`,
    requestId === undefined ? undefined : `request ${requestId}`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

function expectedText({ expected }: RegionLocation): string {
  return expected === undefined ? '' : `${expected.class} (${expected.source}, ${expected.date})`
}
