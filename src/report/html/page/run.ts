/** The data of a run with its positions resolved. */
import type { CellEvidence } from '../../../model/findings/evidence.ts'
import type { Level, Verdict } from '../../../model/names.ts'
import type { PageCase, PageCheck, PageJudgement, RunPage } from '../data.ts'

/** A check of a case. */
interface Check {
  readonly id: string
  readonly level: Level
  readonly rule: string
  /** `file:line`. */
  readonly source?: string
}

/** A check that did not pass. */
export interface Judged {
  readonly check: Check
  readonly judgement: PageJudgement
}

export interface Cell {
  /** Its position in the page. */
  readonly index: number
  readonly case: PageCase
  readonly casePosition: number
  readonly api: string
  readonly region: string
  readonly model: string
  readonly verdict: Verdict
  readonly durationMs: number
  readonly checks: readonly Check[]
  readonly judged: readonly Judged[]
}

export interface Run {
  readonly page: RunPage
  readonly cells: readonly Cell[]
  /** Cells that fail, warn or could not be judged, in order. */
  readonly wrong: readonly Cell[]
  readonly evidence: ReadonlyMap<number, CellEvidence>
  /** Cells in which a check found the same, by `sameKey`. */
  readonly same: ReadonlyMap<string, readonly Cell[]>
}

/** What makes two judgements the same finding. */
export function sameKey({ check, judgement }: Judged): string {
  return JSON.stringify([check.rule, judgement.verdict, judgement.code ?? judgement.message])
}

/** Resolves the positions of `page`. */
export function runOf(page: RunPage): Run {
  const checks = page.checks.map((check) => checkOf(page, check))
  const cells = page.cells
    .map((_, index) => cellOf(page, checks, index))
    .filter((cell) => cell !== undefined)
  const same = new Map<string, Cell[]>()
  for (const cell of cells) {
    for (const key of new Set(cell.judged.map(sameKey))) {
      const known = same.get(key)
      if (known === undefined) same.set(key, [cell])
      else known.push(cell)
    }
  }
  const wrong = cells.filter(({ verdict }) => ['fail', 'error', 'warn'].includes(verdict))
  const evidence = new Map(page.evidence.map((one) => [one.cell, one]))
  return { page, cells, wrong, evidence, same }
}

function checkOf({ ruleNames, files }: RunPage, [id, level, rule, file, line]: PageCheck): Check {
  const source = file === undefined ? {} : { source: `${files[file]}:${line}` }
  return { id, level, rule: ruleNames[rule] ?? '', ...source }
}

function cellOf(page: RunPage, all: readonly Check[], index: number): Cell | undefined {
  const tuple = page.cells[index]
  if (tuple === undefined) return undefined
  const [casePosition, api, region, model, verdict, shape, durationMs, judgements = []] = tuple
  const found = page.cases[casePosition]
  if (found === undefined) return undefined
  const checks = (page.shapes[shape] ?? []).flatMap((at) => all[at] ?? [])
  return {
    index,
    case: found,
    casePosition,
    api: page.apis[api] ?? '',
    region: page.regionNames[region] ?? '',
    model: page.models[model] ?? '',
    verdict,
    durationMs,
    checks,
    judged: judgements.flatMap(([at, position]) => {
      const [check, judgement] = [checks[at], page.judgements[position]]
      return check === undefined || judgement === undefined ? [] : [{ check, judgement }]
    }),
  }
}

/** Where a cell ran, in words. */
export function locationOf({ api, region, model }: Pick<Cell, 'api' | 'region' | 'model'>): string {
  return [api, region, model].filter((part) => part !== '-').join(' · ')
}
