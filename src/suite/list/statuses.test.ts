import { expect, it } from 'vitest'
import { statusFits, type StatusPattern } from '../../assertions/http/status.ts'
import type { Cell } from '../../model/plan.ts'
import { isProblem } from '../../target/problem.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import { createCompiler } from '../compile/compile.ts'
import { locationsOf } from '../compile/locations.ts'
import { loadSuite } from '../load-suite.ts'

/** Errors of which a check may want one status alone: one status is for another route than the other. */
const byRoute: ReadonlySet<string> = new Set(['unknown-response'])

const targets = [
  ['bedrock', {}],
  ['bedrock-mantle', {}],
  ['llamastack', { model: ['m'] }],
  [
    'openai-compatible',
    { endpoint: 'http://127.0.0.1:9/v1', model: ['m', 'text-embedding-3-small'] },
  ],
] as const

/** Statuses of the refusal that a step expects which a check of its status takes for a fault. */
function refusedTwice({ case: { id }, endpoint, steps }: Cell): string[] {
  return steps.flatMap(({ api, expect: expected, checks }) => {
    const error = ('error' in expected && expected.error) || ''
    if (byRoute.has(error)) return []
    const shapes = endpoint.profile(api).errors[error] ?? []
    return checks.error.flatMap(({ assert, args, id: check }) => {
      if (assert !== 'status') return []
      const patterns = [args].flat() as StatusPattern[]
      const fits = (status: number): boolean => patterns.some((one) => statusFits(status, one))
      const statuses = shapes.flatMap(({ status }) => status)
      // A check that wants an answer takes no refusal.
      if (!statuses.some(fits)) return []
      const missed = statuses.filter((status) => !fits(status))
      return missed.map((status) => `${id}/${check}: ${error} ${status} on ${endpoint.kind}`)
    })
  })
}

it.each(targets)(
  'a refusal that the profile of %s accepts has no wrong status',
  async (name, flags) => {
    const env = { AWS_BEARER_TOKEN_BEDROCK: 'ABSK', AWS_REGION: 'us-west-2' }
    const target = await resolveTarget(name, flags, env, {})
    if (isProblem(target)) throw new Error(target.problem)
    const catalogue = loadSuite()
    const compile = createCompiler(catalogue)
    const cells = locationsOf(catalogue, target).map((location) => compile(location))
    expect(cells.length).toBeGreaterThan(50)
    expect([...new Set(cells.flatMap(refusedTwice))]).toEqual([])
  },
)
