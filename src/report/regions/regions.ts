/** `regions.md`: which model answers where, by which API, with the evidence for each cell. */
import type { Evidence, Expected } from '../../model/answer.ts'
import type { Report } from '../../model/report.ts'
import { code, fileLink, prose, tableCode } from '../markdown/markdown-text.ts'
import { table } from '../markdown/table.ts'
import { distinct, type Regions, type RegionLocation, type Standing } from '../model/regions.ts'
import type { ReportModel } from '../model/model.ts'
import { count } from '../text/describe.ts'

const symbols: Readonly<Record<Standing, string>> = {
  'as-expected': '✅',
  'absent-as-expected': '➖',
  other: '⚠️',
  unknown: '❔',
}

const legend = [
  '✅ answers, as expected',
  '➖ does not, as expected',
  '⚠️ other than expected',
  '❔ no conclusion, or nothing is expected',
].join(' · ')

/**
 * The matrix as GitHub-flavoured Markdown: what differs from what is expected, what changed since
 * the last report, a table of regions and APIs for each model, then the evidence of each region.
 *
 * @returns nothing where fewer than two regions were tried
 */
export function renderRegions({ report, regions: found }: ReportModel): string | undefined {
  const { locations, regions, models } = found
  if (regions.length < 2) return undefined
  const sections = [
    head(report, found),
    ...differences(locations),
    ...changes(found),
    legend,
    ...models.flatMap((model) => matrix(model, locations)),
    '## Evidence',
    ...regions.flatMap((region) => evidence(region, locations)),
  ]
  return `${sections.join('\n\n')}\n`
}

function head({ target, startedAt }: Report, { locations, regions, models }: Regions): string {
  const available = locations.filter((location) => location.class === 'available').length
  const facts = [
    `Target ${code(target.name)} at ${code(target.endpoint)}`,
    count(regions.length, 'region'),
    count(models.length, 'model'),
    `${available} of ${count(locations.length, 'place')} available`,
    `started ${code(startedAt)}`,
  ]
  return `# Regions: ${prose(target.name)}\n\n${facts.join(' · ')}`
}

function differences(locations: readonly RegionLocation[]): string[] {
  const others = locations.filter(({ standing }) => standing === 'other')
  if (others.length === 0) return ['Every conclusive answer is as expected.']
  const rows = others.map((location) => [
    link(location.region),
    tableCode(location.model),
    tableCode(location.api),
    prose(location.class),
    describeEvidence(location.evidence),
    expectation(location.expected),
  ])
  return [
    `## Other than expected: ${count(others.length, 'place')}`,
    table(['Region', 'Model', 'API', 'Found', 'Evidence', 'Expected'], rows),
  ]
}

function changes({ since }: Regions): string[] {
  if (since === undefined) return []
  const title = `## Since the last report (${code(since.startedAt)})`
  if (since.changes.length === 0) return [title, 'Nothing changed.']
  const rows = since.changes.map(({ location, before }) => [
    link(location.region),
    tableCode(location.model),
    tableCode(location.api),
    prose(before),
    prose(location.class),
  ])
  return [title, table(['Region', 'Model', 'API', 'Was', 'Is'], rows)]
}

function matrix(model: string, locations: readonly RegionLocation[]): string[] {
  const own = locations.filter((location) => location.model === model)
  const apis = distinct(own, 'api')
  const rows = distinct(own, 'region').map((region) => [
    link(region),
    ...apis.map((api) =>
      cell(own.find((location) => location.region === region && location.api === api)),
    ),
  ])
  return [`## ${code(model)}`, table(['Region', ...apis.map(tableCode)], rows)]
}

function cell(location: RegionLocation | undefined): string {
  if (location === undefined) return ''
  const { standing } = location
  const missed = standing === 'other' ? ` (expected ${prose(location.expected?.class ?? '')})` : ''
  return `${symbols[standing]} [${prose(location.class)}](#${location.region})${missed}`
}

function evidence(region: string, locations: readonly RegionLocation[]): string[] {
  const rows = locations
    .filter((location) => location.region === region)
    .map((location) => [
      tableCode(location.model),
      tableCode(location.api),
      `${symbols[location.standing]} ${prose(location.class)}`,
      [describeEvidence(location.evidence), ...recording(location)].join('<br>'),
      expectation(location.expected),
    ])
  return [`### ${prose(region)}`, table(['Model', 'API', 'Found', 'Evidence', 'Expected'], rows)]
}

function recording({ cell: { wire } }: RegionLocation): string[] {
  return wire === undefined ? [] : [`Recorded in ${fileLink(wire)}.`]
}

function describeEvidence({ status, code: name, message, requestId, failure }: Evidence): string {
  const parts = [
    status === undefined ? undefined : `status ${status}`,
    failure,
    name === undefined ? undefined : tableCode(name),
    message === undefined ? undefined : `“${prose(message)}”`,
    requestId === undefined ? undefined : `request ${tableCode(requestId)}`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

function expectation(expected: Expected | undefined): string {
  if (expected === undefined) return 'unknown'
  return [expected, ...expected.earlier]
    .map(({ class: claimed, source, date }, index) => {
      const text = `${prose(claimed)} (${prose(source)}, ${date})`
      return index === 0 ? text : `older: ${text}`
    })
    .join('<br>')
}

/** Headings of the evidence are regions, and their anchors the same words. */
function link(region: string): string {
  return `[${prose(region)}](#${region})`
}
