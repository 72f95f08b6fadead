/** A comparison as Markdown: for a summary page, an issue or a comment. */
import { markdownTable } from 'markdown-table'
import type { Comparison } from '../../model/comparison.ts'
import { outcomeOf, runsLine } from './head.ts'
import { compareSections, type CompareSection } from './sections.ts'
import { prose, tableCode } from '../markdown/markdown-text.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'

/** An issue's body holds 65,536 characters; these rows stay well below. */
const mostRows = 40
const longestText = 300

/** The whole text. Whatever a server sent stands escaped in it. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { verdict, sentence, tone } = outcomeOf(comparison)
  const symbol = tone === 'good' ? '✅' : '❌'
  const parts = [
    `# ${symbol} ${verdict}`,
    `**${prose(sentence)}**`,
    prose(runsLine(comparison)),
    ...comparison.caveats.map((caveat) => `> ⚠️ ${prose(caveat)}`),
    ...compareSections(comparison).flatMap(sectionParts),
    ...(comparison.timing.length > 0
      ? [`A time is named when it changed by ${prose(comparison.timingRule)}.`]
      : []),
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
  const table = markdownTable([['What', 'Where', ''], ...rows], { alignDelimiters: false })
  return [`## ${title}`, table, ...(rest > 0 ? [`and ${rest} more`] : [])]
}
