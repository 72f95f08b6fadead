/** The causes of a comparison in sections, the most important first. */
import type { CauseChange, Comparison } from '../../model/comparison.ts'
import { axesOf } from '../failure/cause.ts'
import { count } from '../text/describe.ts'
import type { CompareSection } from './section.ts'

/** The sections that are not empty. */
export function causeSections({ causes }: Comparison): CompareSection[] {
  const of = (...states: CauseChange['state'][]): CauseChange[] =>
    causes.filter(({ state }) => states.includes(state))
  const still = of('still')
  const more = still.filter(({ before, now }) => now > before)
  const sections: CompareSection[] = [
    section('New causes', 'bad', of('new')),
    section('Causes that show in more checks', 'bad', more),
    section('Causes that can no longer be judged', 'bad', of('open')),
    section(
      'Causes that are still there',
      'open',
      still.filter((cause) => !more.includes(cause)),
    ),
    section('Causes that are gone', 'good', of('gone')),
  ]
  return sections.filter(({ lines }) => lines.length > 0)
}

function section(
  title: string,
  tone: CompareSection['tone'],
  changes: readonly CauseChange[],
): CompareSection {
  const lines = changes.map((change) => ({
    what: change.cause.message,
    where: axesOf(change.cause),
    text: detailsOf(change),
  }))
  return { title: `${title}: ${changes.length}`, tone, lines }
}

/** Counts, since when, the rule, and what to do. */
function detailsOf({ state, cause, before, now, since }: CauseChange): string {
  const { verdict, level, rule, code, owner, remedy } = cause
  const row =
    since !== undefined && since.runs > 1
      ? `Since ${since.at.slice(0, 10)}, ${count(since.runs, 'run')} in a row.`
      : ''
  const todo = remedy === undefined || state === 'gone' ? '' : `${owner}: ${remedy}`
  return [
    `${countsOf(state, before, now)}.`,
    verdict === 'known' ? 'In the baseline.' : '',
    row,
    rule === '' ? `${code}.` : `${level.toUpperCase()} ${rule}, ${code}.`,
    todo,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function countsOf(state: CauseChange['state'], before: number, now: number): string {
  if (state === 'gone' || state === 'open') return `${count(before, 'check')} before`
  const checks = count(now, 'check')
  return state === 'new' || before === now ? checks : `${checks}, ${before} before`
}
