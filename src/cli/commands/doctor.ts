/** `doctor`: whether this machine can reach a target, and what to do if not. */
import { startReference } from '../../proof/start-reference.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import { diagnose } from '../../engine/doctor/diagnosis.ts'
import { secretsOfEnvironment } from '../../target/auth/secrets.ts'
import { renderDiagnosis } from '../../report/terminal/doctor.ts'
import { plainCase } from '../../engine/doctor/real-call.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import type { SelectionFlags } from '../../engine/flags.ts'
import { withTarget, type Define } from '../flags.ts'

/** Flags of `doctor`. */
export const define: Define = (command, finish) => {
  withTarget(command.option('--target <name>', 'target to send test requests to'))
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await doctor(flags))
    })
}

/**
 * Prints what was found. Without `--target` the only request is to the metadata service for
 * credentials.
 *
 * @returns 3 when the target that was named cannot be judged anywhere it was asked for in full
 */
export async function doctor(
  flags: Partial<SelectionFlags> & { readonly json?: boolean },
): Promise<number> {
  const planner = createPlanner(loadSuite(), { case: [plainCase] })
  const diagnosis = await diagnose(flags, startReference, planner)
  const text = flags.json
    ? `${JSON.stringify(diagnosis, null, 2)}\n`
    : renderDiagnosis(diagnosis, Math.max(60, process.stdout.columns ?? 120))
  const redactor = createRedactor(secretsOfEnvironment(process.env))
  process.stdout.write(redactor.text(text))
  const failed = diagnosis.reached?.some(({ ok }) => !ok) ?? false
  return failed ? exitCodes.unreachable : exitCodes.conformant
}
