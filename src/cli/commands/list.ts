/** `list`: what would run and what it would cost; sends nothing. */
import { startReference } from '../../proof/start-reference.ts'
import { unstartedReference } from '../../proof/unstarted-reference.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { jsonText } from '../../report/json/printable.ts'
import { renderList } from '../../report/terminal/list.ts'
import { count } from '../../report/text/describe.ts'
import { costOf, listCases } from '../../suite/list/list.ts'
import { defaultSamples } from '../../model/run/samples.ts'
import { weighsRepeats } from '../../assertions/registry.ts'
import type { SelectionFlags } from '../../engine/flags.ts'
import { planLastFailed } from '../../engine/plan/last-failed.ts'
import { shardPlan } from '../../engine/plan/shard.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { nothingKnown, readPower } from '../../suite/power/power-file.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { openTarget } from '../../engine/preflight/open-target.ts'
import { withReference, withSelection, type Define } from '../flags.ts'

/** Flags of `list`. */
export const define: Define = (command, finish) => {
  withReference(withSelection(command))
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await list(flags))
    })
}

/** Prints the selected cases with their sources and costs. Returns the exit code. */
export async function list(flags: SelectionFlags & { readonly json?: boolean }): Promise<number> {
  // Cases are listed as the suite has them: only a budget asks what they find.
  const power = flags.budget === undefined ? () => nothingKnown : readPower
  const planner = createPlanner(loadSuite(flags), flags, power)
  const { target, close } = await openTarget(flags, {
    startReference: unstartedReference(startReference),
    quiet: true,
  })
  try {
    const narrowed = await planLastFailed(planner, flags, target.name)
    const { cells } = shardPlan(narrowed.plan(target), flags.shard)
    const samples = flags.samples ?? defaultSamples
    const listed = listCases(cells, samples, weighsRepeats)
    const cost = costOf(cells, samples, weighsRepeats)
    if (flags.json === true) {
      process.stdout.write(jsonText({ target: target.name, ...cost, cases: listed }))
      return exitCodes.conformant
    }
    const columns = process.stdout.columns ?? 120
    process.stdout.write(renderList(listed, { columns }))
    const shares = Object.entries(cost.byApi).map(([api, requests]) => `${api} ${requests}`)
    process.stdout.write(`\nRequests by API: ${shares.join(', ')}.`)
    process.stdout.write(
      `\n${count(listed.length, 'case')}, ${count(cost.cells, 'cell')} on ${target.name}: ${count(cost.requests, 'request')}, roughly ${cost.tokens.toLocaleString('en')} tokens.\n`,
    )
    return exitCodes.conformant
  } finally {
    await close()
  }
}
