/** A comparison as Markdown: for a summary page, an issue or a comment. */
import type { ComparisonModel } from './model.ts'
import type { CompareSection } from './section.ts'
import { prose, tableCode } from '../markdown/markdown-text.ts'
import { table } from '../markdown/table.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'

/** An issue's body holds 65,536 characters; these rows stay well below. */
const mostRows = 40
const longestText = 300

/** The whole text. Text of a server is escaped in it. */
export function renderComparisonMarkdown(model: ComparisonModel): string {
  const { verdict, sentence, tone } = model.outcome
  const symbol = { good: '✅', bad: '❌', open: '❔' }[tone]
  const parts = [
    `# ${symbol} ${verdict}`,
    `**${prose(sentence)}**`,
    prose(model.runs),
    ...model.caveats.map((caveat) => `> ⚠️ ${prose(caveat)}`),
    ...model.sections.flatMap(sectionParts),
    ...(model.timingRule === undefined ? [] : [prose(model.timingRule)]),
  ]
  return `${parts.join('\n\n')}\n`
}

function sectionParts({ title, lines }: CompareSection): string[] {
  const rows = lines
    .slice(0, mostRows)
    .map(({ what, where, text }) => [
      tableCode(what),
      prose(where),
      prose(elide(visible(text), longestText)),
    ])
  const rest = lines.length - rows.length
  return [
    `## ${title}`,
    table(['What', 'Where', ''], rows),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ]
}
