/** Checks that did not pass, with their texts within a budget. */
import type { CellResult, CheckResult } from '../../../model/report.ts'
import { fields, sentenceOf } from '../../failure/failure.ts'
import type { ReportModel } from '../../model/model.ts'
import type { RenderOptions } from '../../render-options.ts'
import type { PageJudgement } from '../data.ts'
import { interned, type Interned } from './interned.ts'
import { sizeOf } from './size.ts'
import type { Shown } from './texts.ts'

/** Bytes of all judgements together. */
const mostBytes = 600_000
/** Characters of `expected` and `received`, of a sentence, and of any other line. */
const longestValue = 1500
const longestSentence = 400
const longestLine = 400
/** Characters of the sentence of a judgement that is shortened. */
const shortSentence = 90

/** Fields that the page shows by other means. */
const elsewhere = new Set(['expected', 'received', 'where', 'rule', 'wire', 'repeat', '', 'case'])

export interface Judgements extends Pick<Interned<PageJudgement>, 'all'> {
  readonly positionOf: (cell: CellResult, check: CheckResult) => number
}

/** Collects judgements; those that come after 600 kB are shortened. */
export function collectJudgements(
  model: ReportModel,
  options: RenderOptions,
  shown: Shown,
): Judgements {
  const { all, positionOf } = interned<PageJudgement>()
  const causes = new Map(model.report.causes?.map((cause) => [cause.id, cause]))
  let bytes = 0
  const add = (judgement: PageJudgement): number => {
    const before = all.length
    const position = positionOf(judgement)
    if (all.length > before) bytes += sizeOf(judgement) + 1
    return position
  }
  return {
    all,
    positionOf(cell, check) {
      if (bytes > mostBytes) return add(short(check, shown))
      const judgement = whole(cell, check, model, options, shown)
      const root = causes.get(check.cause ?? '')
      const isRoot =
        root === undefined || root.code === judgement.code || judgement.code === undefined
      if (isRoot) return add(judgement)
      const line = ['because of', shown(root.message, longestLine)] as const
      return add({ ...judgement, more: [line, ...(judgement.more ?? [])] })
    },
  }
}

function whole(
  cell: CellResult,
  check: CheckResult,
  model: ReportModel,
  options: RenderOptions,
  shown: Shown,
): PageJudgement {
  const { finding, exchange, verdict } = check
  const all = fields({ cell, check }, model, options)
  const where = all.find(({ label }) => label === 'where')?.text
  const more = all
    .filter(({ label }) => !elsewhere.has(label))
    .map(({ label, text }) => [label, shown(text, longestLine)] as const)
  return {
    verdict,
    message: shown(sentenceOf(check), longestSentence),
    ...(finding && {
      code: finding.code,
      expected: shown(finding.expected, longestValue),
      received: shown(finding.received, longestValue),
    }),
    ...(where !== undefined && { where: shown(where, longestLine) }),
    ...(more.length > 0 && { more }),
    ...(exchange !== undefined && { exchange }),
  }
}

function short(check: CheckResult, shown: Shown): PageJudgement {
  const { finding, verdict, exchange } = check
  const message = shown(sentenceOf(check), shortSentence)
  return {
    verdict,
    message,
    ...(finding && { code: finding.code }),
    ...(exchange !== undefined && { exchange }),
    short: true,
  }
}
