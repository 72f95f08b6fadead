/** The suite in Vitest, for IDEs, watch mode and its UI: a test per planned cell. `TARGET=NAME` chooses. */
import { afterAll, describe, expect, it } from 'vitest'
import { openSession } from '../src/engine/session.ts'
import { startReference } from '../src/proof/start-reference.ts'
import { createPlanner } from '../src/suite/compile/planner.ts'
import { loadSuite } from '../src/suite/load-suite.ts'

const flags = { target: process.env['TARGET'] ?? 'reference' }
const session = await openSession(flags, createPlanner(loadSuite()), startReference)
afterAll(session.close)

describe(session.name, () => {
  let judged = 0
  afterAll(() => {
    expect(judged, 'No cell was judged, so nothing is known of the target.').toBeGreaterThan(0)
  })

  it.for(session.cells)('$name', { timeout: 120_000 }, async ({ run }, { skip }) => {
    const { verdict, failures, reasons } = await run()
    skip(verdict === 'inconclusive' || verdict === 'unsupported', reasons.join(' '))
    judged += 1
    expect(failures).toEqual([])
  })
})
