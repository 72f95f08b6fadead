/** `doctor`: whether this machine can reach a target, and what to do if not. */
import { startReference } from '../../proof/start-reference.ts'
import type { Setting } from '../../model/run/diagnosis.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { jsonText } from '../../report/json/printable.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import { diagnose } from '../../engine/doctor/diagnosis.ts'
import { secretsOfEnvironment } from '../../target/auth/secrets.ts'
import { renderDiagnosis } from '../../report/terminal/doctor.ts'
import { plainCase } from '../../engine/doctor/real-call.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { isJoined, originsOf } from '../../target/own/settings.ts'
import { isProblem } from '../../target/problem.ts'
import { readExtras } from '../../target/reach/extras.ts'
import { findTarget } from '../../target/resolve/find-target.ts'
import { loadKnownFiles } from '../../target/files/known-files.ts'
import { settingOf } from '../settings/settings.ts'
import type { SelectionFlags } from '../../engine/flags.ts'
import { withSuites, withTarget, type Define } from '../flags.ts'

/** Flags of `doctor`. */
export const define: Define = (command, finish) => {
  withSuites(withTarget(command.option('-t, --target <name>', 'target to send test requests to')))
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
  flags: Partial<SelectionFlags> & {
    readonly json?: boolean
    readonly settings?: readonly Setting[]
  },
): Promise<number> {
  const planner = createPlanner(loadSuite(), { case: [plainCase] })
  const { settings = [], ...chosen } = flags
  const all = [...settings, ...settingsOfTarget(flags, settings)]
  const found = await diagnose(chosen, startReference, planner)
  const diagnosis = { settings: all.filter(({ flag }) => flag !== '--json'), ...found }
  const text = flags.json
    ? jsonText(diagnosis)
    : renderDiagnosis(diagnosis, Math.max(60, process.stdout.columns ?? 120))
  const redactor = createRedactor([...secretsOfEnvironment(process.env), ...secretsOfFlags(chosen)])
  process.stdout.write(redactor.text(text))
  const failed = diagnosis.reached?.some(({ ok }) => !ok) ?? false
  return failed ? exitCodes.unreachable : exitCodes.conformant
}

/** What the file of the target says and no flag does. */
function settingsOfTarget(
  { target, ownTargets }: Partial<SelectionFlags>,
  settings: readonly Setting[],
): Setting[] {
  const known = loadKnownFiles()
  if (target === undefined || isProblem(known)) return []
  const found = findTarget(target, known.targets, ownTargets)
  if (isProblem(found)) return []
  return originsOf(found).flatMap(({ flag, value, origin }) => {
    const setting = settingOf(flag, value, origin)
    const isReplaced = settings.some((one) => one.flag === setting.flag) && !isJoined(flag)
    return isReplaced ? [] : [setting]
  })
}

/** What variables of the flags hold. */
function secretsOfFlags(flags: Partial<SelectionFlags>): readonly string[] {
  const extras = readExtras(flags, process.env)
  return isProblem(extras) ? [] : extras.secrets
}
