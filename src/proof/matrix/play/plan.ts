/** The suite planned on the embedded reference, once for all that play it. */
import type { Catalogue } from '../../../model/case.ts'
import { Problem } from '../../../model/problem.ts'
import type { Cell } from '../../../model/plan.ts'
import type { Endpoint } from '../../../model/target.ts'
import { defectiveKey } from '../../../reference/auth/defect.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { startReference, type ReferenceServer } from '../../../reference/server.ts'
import { once } from '../../../assertions/evidence/once.ts'
import { createCompiler, type Compile } from '../../../suite/compile/compile.ts'
import { locationsOf } from '../../../suite/compile/locations.ts'
import { isProblem } from '../../../target/problem.ts'
import { resolveTarget } from '../../../target/resolve/resolve.ts'
import type { ResolvedTarget } from '../../../target/resolve/resolved.ts'
import { candidatesOf, type Candidate } from '../candidate.ts'

/** Cells of a reference that is closed: `moverTo` moves them to one that runs. */
export interface SuitePlan {
  readonly compile: Compile
  readonly candidates: readonly Candidate[]
  readonly endpoints: readonly Endpoint[]
}

/** Plans the whole suite. */
export async function planSuite(catalogue: Catalogue): Promise<SuitePlan> {
  const { compile, cells, endpoints } = await planOf(catalogue)
  return { compile, candidates: candidatesOf(cells), endpoints }
}

/** The cells of the whole suite on the reference, compiled. */
export async function cellsOfReference(catalogue: Catalogue): Promise<readonly Cell[]> {
  return (await planOf(catalogue)).cells
}

async function planOf(catalogue: Catalogue) {
  const server = await startReference({ deviations: [] })
  try {
    const compile = createCompiler(catalogue)
    const target = await targetOn(server)
    const cells = locationsOf(catalogue, target).map((location) => compile(location))
    return { compile, cells, endpoints: target.endpoints }
  } finally {
    await server.close()
  }
}

/**
 * Moves cells of the plan to another reference, which differs in addresses and keys alone. A cell that
 * is moved again is the same.
 */
export function moverTo(
  { endpoints }: Pick<ResolvedTarget, 'endpoints'>,
  plan: Pick<SuitePlan, 'endpoints'>,
): (cell: Cell) => Cell {
  return once((cell) => {
    const endpoint = endpoints[plan.endpoints.indexOf(cell.endpoint)]
    if (endpoint === undefined) throw new Error(`No endpoint of the plan: ${cell.endpoint.kind}.`)
    return { ...cell, endpoint }
  })
}

/** The reference as a target, reached with a valid or a defective key. */
export async function targetOn(
  server: ReferenceServer,
  defect?: Deviation['key'],
): Promise<ResolvedTarget> {
  const started = {
    ...server,
    mintKey: (region: string, options?: { readonly expired?: boolean }) =>
      options?.expired === true || defect === undefined
        ? server.mintKey(region, options)
        : defectiveKey(region, defect),
  }
  const target = await resolveTarget('reference', {}, {}, { startReference: async () => started })
  if (isProblem(target)) throw new Problem(target.problem)
  return target
}
