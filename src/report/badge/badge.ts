/** `badge.json`: the verdict of a run for a badge, as https://shields.io/badges/endpoint-badge reads it. */
import { isNarrowed, type RunSelection } from '../../model/report.ts'
import type { Headline } from '../model/headline.ts'
import type { ReportModel } from '../model/model.ts'
import { causesOf } from '../model/causes.ts'
import { count } from '../text/describe.ts'
import { visible } from '../text/visible.ts'
import { truncate } from '../text/width.ts'

const colours: Readonly<Record<Headline['tone'], string>> = {
  good: 'brightgreen',
  bad: 'red',
  open: 'yellow',
}
const longestLabel = 60

/** JSON text with a newline at its end. The message holds no text of a server. */
export function renderBadge(model: ReportModel): string {
  const { headline, report } = model
  const badge = {
    schemaVersion: 1,
    label: truncate(visible(report.target.name), longestLabel),
    message: messageOf(model),
    color: colours[headline.tone],
    // Shields then lets no one choose another colour.
    isError: headline.tone === 'bad',
  }
  return `${JSON.stringify(badge, undefined, 2)}\n`
}

function messageOf(model: ReportModel): string {
  const { headline, report } = model
  const failing = causesOf(model, 'fail', 'error').length
  const causes = headline.tone === 'bad' && failing > 0 ? `: ${count(failing, 'cause')}` : ''
  const part = isPart(report.selection) ? ', a part of the suite' : ''
  return `${headline.verdict.toLowerCase()}${causes}${part}`
}

/** Of a budget the verdict itself speaks. */
function isPart({ budget: _, ...selection }: RunSelection = {}): boolean {
  return isNarrowed(selection)
}
