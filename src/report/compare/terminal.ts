/** A comparison as a person reads it on a terminal. */
import pc from 'picocolors'
import type { ComparisonModel } from './model.ts'
import type { CompareSection } from './section.ts'
import { visible } from '../text/visible.ts'
import { elide, wrap } from '../text/width.ts'

const mostLines = 15
const longestText = 300

/** The text, ending in a newline. */
export function renderComparison(
  { runs, caveats, sections, outcome, timingRule }: ComparisonModel,
  { colour, columns }: { readonly colour: boolean; readonly columns: number },
): string {
  const colours = pc.createColors(colour)
  const width = Math.max(40, Math.min(columns, 110))
  const paint = { bad: colours.red, good: colours.green, open: colours.yellow }
  const shown = sections.filter(({ isDetail }) => isDetail !== true)
  const blocks = [
    [
      ...wrap(`${outcome.verdict}: ${outcome.sentence}`, width).map((line) =>
        paint[outcome.tone](colours.bold(line)),
      ),
      ...wrap(visible(runs), width),
      ...caveats.flatMap((caveat) => wrap(visible(`! ${caveat}`), width)),
    ],
    ...shown.map((section) => [
      paint[section.tone](colours.bold(section.title)),
      ...sectionLines(section, width),
    ]),
    ...(timingRule === undefined ? [] : [wrap(timingRule, width)]),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function sectionLines({ lines }: CompareSection, width: number): string[] {
  const shown = lines
    .slice(0, mostLines)
    .flatMap(({ what, where, text }) => [
      ...wrap(visible(where === '' ? what : `${what}   ${where}`), width - 2).map(
        (line) => `  ${line}`,
      ),
      ...(text === ''
        ? []
        : wrap(elide(visible(text), longestText), width - 4).map((line) => `    ${line}`)),
    ])
  const rest = lines.length - mostLines
  return rest > 0 ? [...shown, `  and ${rest} more, in full with --json or --markdown`] : shown
}
