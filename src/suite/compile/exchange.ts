/** What a single exchange, recorded elsewhere, is judged by: the protocol checks of its API. */
import { mainStep, type Case, type Catalogue, type Source, type Step } from '../../model/case.ts'
import type { Cell, CellLocation } from '../../model/plan.ts'
import type { Wants } from './checks.ts'
import { createCompiler } from './compile.ts'

/** A recorded exchange, as far as compiling is concerned. */
interface RecordedExchange {
  readonly id: string
  readonly title: string
  readonly source: Source
  readonly as: Omit<CellLocation, 'case'> & { readonly wants?: Wants }
}

/** Compiles exchanges into cells of one step that expects a reply or an error. */
export function exchangeCompiler(catalogue: Pick<Catalogue, 'packs'>) {
  const compile = createCompiler(catalogue)
  return ({ as: { wants, ...at }, ...exchange }: RecordedExchange): Cell =>
    compile({ ...at, case: toCase(exchange, at) }, wants)
}

function toCase(
  { id, title, source }: Omit<RecordedExchange, 'as'>,
  { api }: Pick<CellLocation, 'api'>,
): Case {
  const step: Step = {
    id: mainStep,
    request: { send: { headers: {} } },
    auth: 'default',
    expect: { outcome: 'reply-or-error' },
    save: {},
    repeat: 1,
    parallel: false,
    source,
  }
  return {
    id,
    suite: 'har',
    title,
    from: [],
    covers: [],
    apis: [api],
    families: [],
    endpoints: [],
    steps: [step],
    checks: [],
    source,
  }
}
