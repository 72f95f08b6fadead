/** The changes of a comparison in sections, the most important first. */
import type { Change, Comparison, Flaky, Lasting, TimingChange } from '../../model/comparison.ts'
import { groupBy } from '../../model/lists/group-by.ts'
import type { CellResult } from '../../model/report.ts'
import { causeSections } from './causes.ts'
import type { CompareLine, CompareSection } from './section.ts'
import { sentenceOf } from '../failure/failure.ts'
import { locationText } from '../text/location-text.ts'
import { count, duration } from '../text/describe.ts'

/** The sections that are not empty: causes, then checks, cells and times. */
export function compareSections(comparison: Comparison): CompareSection[] {
  const { newFailures, newWarnings, fixed, stillFailing, flaky, lost } = comparison
  const begun = newFailures.filter(({ otherwise }) => otherwise === undefined)
  const others = newFailures.filter(({ otherwise }) => otherwise !== undefined)
  const newOnes = section('New failures', 'bad', begun, ({ check }) => sentenceOf(check))
  const still = section('Still failing', 'open', stillFailing, lastingText)
  const warnings = section('New warnings', 'open', newWarnings, ({ check }) => sentenceOf(check))
  const gone = section('Fixed', 'good', fixed, whatWas)
  const ofFailures = new Set([newOnes, still, warnings, gone])
  const sections: CompareSection[] = [
    ...causeSections(comparison),
    newOnes,
    section('Failing in another way', 'bad', others, whatElse),
    section('No longer judged', 'bad', lost, whyLost, whyLost),
    cellSection('Cells that are gone', 'bad', comparison.vanished),
    still,
    section('Flaky', 'open', flaky, flakyText),
    warnings,
    timingSection('Slower', 'bad', comparison, ({ before, after }) => after > before),
    gone,
    timingSection('Faster', 'good', comparison, ({ before, after }) => after < before),
    cellSection('New cells', 'open', comparison.appeared),
  ]
  const isDetail = comparison.causes.length > 0
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map((one) => (isDetail && ofFailures.has(one) ? { ...one, isDetail } : one))
}

function section<T extends Change>(
  title: string,
  tone: CompareSection['tone'],
  changes: readonly T[],
  text: (change: T) => string,
  alike: (change: T) => unknown = (change) => [change.check.id, text(change)],
): CompareSection {
  const lines = groupBy(changes, alike).flatMap((group): CompareLine[] =>
    group.slice(0, 1).map((first) => ({ ...nameOf(group), text: text(first) })),
  )
  return { title: `${title}: ${count(changes.length, 'check')}`, tone, lines }
}

function nameOf(group: readonly Change[]): Pick<CompareLine, 'what' | 'where'> {
  const cases = [...new Set(group.map(({ cell }) => cell.case))]
  const ids = new Set(group.map(({ check }) => check.id))
  const id = group[0]?.check.id ?? ''
  const name = ids.size === 1 ? id : count(ids.size, 'check')
  const ofOne = ids.size === 1 ? `${cases[0]}/${id}` : `${name} of ${cases[0]}`
  const what = cases.length === 1 ? ofOne : `${name} in ${count(cases.length, 'case')}`
  return { what, where: locationsOf(group.map(({ cell }) => cell)) }
}

/** With more than these, places are counted instead of named. */
const namedLocations = 3

function locationsOf(cells: readonly CellResult[]): string {
  const locations = [...new Set(cells.map((cell) => locationText(cell, ' ')))]
  if (locations.length <= namedLocations) return locations.join(', ')
  const axes = (['api', 'region', 'model'] as const).map((axis) => {
    const values = [...new Set(cells.map((cell) => cell[axis]))]
    if (values.length > namedLocations) return count(values.length, axis)
    return values.filter((value) => value !== '-').join(', ')
  })
  return axes.filter((part) => part !== '').join(' · ')
}

function whatElse({ check, otherwise = [] }: Change): string {
  return `New: ${otherwise.join(', ')}. ${sentenceOf(check)}`
}

function whyLost(change: Change): string {
  if (change.after === 'absent') return 'The check did not run.'
  return `${change.after}: ${sentenceOf(change.check)}`
}

function lastingText({ check, since }: Lasting): string {
  const known = check.known === undefined ? '' : ` Known: ${check.known.reason}.`
  const long =
    since.runs > 1 ? ` Since ${since.at.slice(0, 10)}, ${count(since.runs, 'run')} in a row.` : ''
  return `${sentenceOf(check)}${known}${long}`
}

function flakyText({ check, earlier, pattern }: Flaky): string {
  const seen = check.finding === undefined ? (earlier ?? check) : check
  return `${pattern} (+ held, - failed, newest last). ${sentenceOf(seen)}`
}

function whatWas({ earlier, check }: Change): string {
  return sentenceOf(earlier ?? check)
}

function cellSection(
  title: string,
  tone: CompareSection['tone'],
  cells: readonly CellResult[],
): CompareSection {
  const cases = [...new Set(cells.map((cell) => cell.case))]
  const lines =
    cells.length === 0
      ? []
      : [
          {
            what: cases.length > namedLocations ? count(cases.length, 'case') : cases.join(', '),
            where: locationsOf(cells),
            text: failingText(cells),
          },
        ]
  return { title: `${title}: ${cells.length}`, tone, lines }
}

function failingText(cells: readonly CellResult[]): string {
  const failing = cells.filter(({ verdict }) => verdict === 'fail').length
  return failing === 0 ? '' : `${failing} of them ${failing === 1 ? 'fails' : 'fail'}.`
}

const metricNames = { firstByte: 'first byte', firstText: 'first text', total: 'whole answer' }

function timingSection(
  title: string,
  tone: CompareSection['tone'],
  { timing }: Comparison,
  wanted: (change: TimingChange) => boolean,
): CompareSection {
  const lines = timing.filter(wanted).map((change) => ({
    what: `${metricNames[change.metric]} ${change.quantile}`,
    where: locationText(change, ' '),
    text: `${duration(change.before)} → ${duration(change.after)} (${percent(change)}, ${count(change.cells, 'cell')})`,
  }))
  return { title: `${title}: ${count(lines.length, 'time')}`, tone, lines }
}

function percent({ before, after }: TimingChange): string {
  const change = Math.round((after / Math.max(before, 0.1) - 1) * 100)
  return `${change > 0 ? '+' : '−'}${Math.abs(change)} %`
}
