/** Which cells, and which of their checks, are shown. */
import type { Level, Verdict } from '../../../model/names.ts'
import { verdictOrder } from '../../text/describe.ts'
import type { Cell, Judged } from './run.ts'

/** An empty text filters nothing. */
export interface Filter {
  readonly api: string
  readonly region: string
  readonly model: string
  readonly suite: string
  readonly level: Level | ''
  readonly verdict: Verdict | ''
  readonly text: string
}

export const noFilter: Filter = {
  api: '',
  region: '',
  model: '',
  suite: '',
  level: '',
  verdict: '',
  text: '',
}

/** Whether anything is filtered. */
export function isFiltering(filter: Filter): boolean {
  return Object.values(filter).some((value) => value !== '')
}

/** A cell as the filter lets it be seen. */
export interface SeenCell {
  readonly cell: Cell
  /** The worst verdict of the checks of the chosen level. */
  readonly verdict: Verdict
  readonly judged: readonly Judged[]
}

/** Of `cells` those that pass the filter. */
export function seenCells(cells: readonly Cell[], filter: Filter): SeenCell[] {
  const { api, region, model, suite, level, verdict } = filter
  const text = filter.text.trim().toLowerCase()
  return cells.flatMap((cell) => {
    if (api !== '' && cell.api !== api) return []
    if (region !== '' && cell.region !== region) return []
    if (model !== '' && cell.model !== model) return []
    if (suite !== '' && cell.case.suite !== suite) return []
    if (level !== '' && !cell.checks.some((check) => check.level === level)) return []
    const judged =
      level === '' ? cell.judged : cell.judged.filter(({ check }) => check.level === level)
    const seen = { cell, judged, verdict: level === '' ? cell.verdict : worstOf(judged) }
    if (verdict !== '' && !hasVerdict(seen, verdict)) return []
    return text === '' || hasText(seen, text) ? [seen] : []
  })
}

function hasVerdict(seen: SeenCell, verdict: Verdict): boolean {
  return (
    seen.verdict === verdict || seen.judged.some(({ judgement }) => judgement.verdict === verdict)
  )
}

function hasText({ cell, judged }: SeenCell, text: string): boolean {
  const has = (value = ''): boolean => value.toLowerCase().includes(text)
  if (has(cell.case.id) || has(cell.case.title)) return true
  return judged.some(
    ({ check, judgement }) =>
      has(check.id) || has(check.rule) || has(judgement.code) || has(judgement.message),
  )
}

/** The most urgent verdict; `pass` where every check passed. */
function worstOf(judged: readonly Judged[]): Verdict {
  return mostUrgent(judged.map(({ judgement }) => judgement.verdict))
}

/** The most urgent of `verdicts`; `pass` when there are none. */
export function mostUrgent(verdicts: readonly Verdict[]): Verdict {
  return verdictOrder.find((verdict) => verdicts.includes(verdict)) ?? 'pass'
}
