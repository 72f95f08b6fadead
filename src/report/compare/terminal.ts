/** A comparison as a person reads it on a terminal. */
import pc from 'picocolors'
import type { Comparison } from '../../model/comparison.ts'
import { outcomeOf, runsLine } from './head.ts'
import { compareSections, type CompareSection } from './sections.ts'
import { visible } from '../text/visible.ts'
import { elide, wrap } from '../text/width.ts'

const mostLines = 15
const longestText = 300

/** The text, ending in a newline. */
export function renderComparison(
  comparison: Comparison,
  { colour, columns }: { readonly colour: boolean; readonly columns: number },
): string {
  const colours = pc.createColors(colour)
  const width = Math.max(40, Math.min(columns, 110))
  const paint = { bad: colours.red, good: colours.green, open: colours.yellow }
  const outcome = outcomeOf(comparison)
  const blocks = [
    [...wrap(visible(runsLine(comparison)), width), ...caveats(comparison, width)],
    ...compareSections(comparison).map((section) => [
      paint[section.tone](colours.bold(section.title)),
      ...sectionLines(section, width),
    ]),
    wrap(`${outcome.verdict}: ${outcome.sentence}`, width).map((line) =>
      paint[outcome.tone](colours.bold(line)),
    ),
  ]
  const timing =
    comparison.timing.length > 0
      ? [wrap(`A time is named when it changed by ${comparison.timingRule}.`, width)]
      : []
  return `${[...blocks.slice(0, -1), ...timing, ...blocks.slice(-1)].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function caveats({ caveats: all }: Comparison, width: number): string[] {
  return all.flatMap((caveat) => wrap(visible(`! ${caveat}`), width))
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
