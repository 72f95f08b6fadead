/** The causes of a run as Markdown. */
import { whereOf } from '../failure/cause.ts'
import { sentenceOf } from '../failure/failure.ts'
import { causesOf, effectsOf, type ShownCause } from '../model/causes.ts'
import type { ReportModel } from '../model/model.ts'
import { count, verdictDescriptions } from '../text/describe.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { code, prose, proseWithCode } from './markdown-text.ts'

/** More causes than these are read in `report.json`. */
const mostCauses = 50
const longestMessage = 400
const listedConsequences = 5

/** A section of the causes, the worst first; nothing where there are none. */
export function renderCauses(model: ReportModel): string[] {
  const all = causesOf(model, 'fail', 'error', 'warn')
  if (all.length === 0) return []
  const rest = all.length - mostCauses
  return [
    `## ${count(all.length, 'cause')}`,
    ...all.slice(0, mostCauses).map(causeEntry),
    ...(rest > 0 ? [`${count(rest, 'further cause')} in report.json.`] : []),
  ]
}

function causeEntry({ cause, shown }: ShownCause, index: number): string {
  const { symbol } = verdictDescriptions[cause.verdict]
  const message = elide(visible(cause.message), longestMessage)
  const { fails, notJudged } = effectsOf(cause)
  const also = fails
    .slice(0, listedConsequences)
    .map(([name, checks]) => `${code(name)} (${count(checks, 'check')})`)
  const more = fails.length - also.length
  const lines = [
    prose(whereOf(cause)),
    ...(cause.remedy === undefined
      ? []
      : [`**${prose(cause.owner)}**: ${proseWithCode(cause.remedy)}`]),
    ...(shown?.check.finding?.code !== cause.code
      ? []
      : [
          `Example: ${code(`${shown.cell.case}/${shown.check.id}`)}: ${prose(elide(visible(sentenceOf(shown.check)), longestMessage))}`,
        ]),
    ...(also.length === 0
      ? []
      : [
          `Fails because of it: ${also.join(', ')}${more > 0 ? ` and ${count(more, 'further kind')}` : ''}`,
        ]),
    ...(notJudged === 0 ? [] : [`Not judged because of it: ${count(notJudged, 'check')}`]),
  ]
  return `${index + 1}. ${symbol} ${cause.verdict} **${prose(message)}**\n${lines.map((line) => `   - ${line}`).join('\n')}`
}
