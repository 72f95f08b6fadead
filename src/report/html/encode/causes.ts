/** What is wrong, the worst first. */
import type { Cause } from '../../../model/findings/cause.ts'
import type { PageCause } from '../data.ts'
import { effectsOf } from '../../model/causes.ts'
import type { ReportModel } from '../../model/model.ts'
import type { Encoded } from './cells.ts'
import { fitting, lazily } from './size.ts'
import type { Shown } from './texts.ts'

/** Bytes of all causes together. */
const mostBytes = 150_000
/** Names of one axis that are listed. */
const mostNames = 20

/** The causes of a report, as far as they fit. */
export function encodeCauses(
  { causes }: Pick<ReportModel, 'causes'>,
  { positionOf }: Pick<Encoded, 'positionOf'>,
  shown: Shown,
): PageCause[] {
  const encoded = lazily(causes, ({ cause, shown: example }) => {
    const cell = example && positionOf(example.cell)
    return causeOf(cause, cell, shown)
  })
  return fitting(encoded, mostBytes)
}

function causeOf(cause: Cause, cell: number | undefined, shown: Shown): PageCause {
  const { verdict, level, rule, code, owner, message, remedy, checks, cells } = cause
  const { warnings, passing } = cause
  const { fails, notJudged } = effectsOf(cause)
  const names = (all: readonly string[]): string[] => {
    const some = all.filter((name) => name !== '-').map((name) => shown(name, 120))
    const more = some.length - mostNames
    return more > 0 ? [...some.slice(0, mostNames), `${more} more`] : some
  }
  return {
    verdict,
    level,
    rule,
    code,
    owner,
    message: shown(message, 400),
    ...(remedy !== undefined && { remedy }),
    apis: cause.apis,
    regions: names(cause.regions),
    models: names(cause.models),
    checks,
    cells,
    ...(warnings !== undefined && { warnings }),
    ...(passing !== undefined && { passing }),
    consequences: fails.slice(0, mostNames),
    ...(notJudged > 0 && { notJudged }),
    ...(cell !== undefined && { example: { cell, check: cause.example.check } }),
  }
}
