/** What a single exchange, recorded elsewhere, is judged by: the protocol checks of its API. */
import { assertions } from '../../assertions/registry.ts'
import {
  mainStep,
  type Case,
  type Catalogue,
  type Check,
  type ProtocolPack,
  type Source,
  type Step,
} from '../../model/case.ts'
import type { Cell, CellLocation } from '../../model/plan.ts'
import { memo } from '../../model/lists/memo.ts'
import type { ApiName } from '../../model/names.ts'
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
export function exchangeCompiler({ packs }: Pick<Catalogue, 'packs'>) {
  const compile = createCompiler({ packs: packs.map(withoutRun) })
  // A file may hold tens of thousands of exchanges; those of one API have the same step.
  const caseOf = memo(caseOfApi)
  return ({ as: { wants, ...at }, id, title, source }: RecordedExchange): Cell => {
    const asked = caseOf(at.api)
    return { ...compile({ ...at, case: asked }, wants), case: { ...asked, id, title, source } }
  }
}

/** The checks of a pack that need nothing but the exchange. */
function withoutRun(pack: ProtocolPack): ProtocolPack {
  const ofExchange = ({ assert, args }: Pick<Check, 'assert' | 'args'>): boolean =>
    assertions.get(assert)?.reads(args).run !== true
  return { ...pack, checks: pack.checks.filter(ofExchange) }
}

/** What an exchange of an API is judged as. */
function caseOfApi(api: ApiName): Case {
  const source: Source = { file: '', line: 0 }
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
    id: 'har',
    suite: 'har',
    title: '',
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
