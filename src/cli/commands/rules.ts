/** `rules`: which rules of the specifications are checked, which are not, and why. */
import { exitCodes } from '../../model/exit-codes.ts'
import { renderLedger } from '../../report/terminal/ledger.ts'
import { renderParameters } from '../../report/terminal/parameters.ts'
import { refusalRule } from '../../suite/compile/refusal.ts'
import { isWholeLedger, ledgerOf } from '../../suite/list/ledger.ts'
import { parameterHoles, parameterTable } from '../../suite/list/parameters.ts'
import { loadSuite, type SuiteFlags } from '../../suite/load-suite.ts'
import { withSuites, type Define } from '../flags.ts'

/** Flags of `rules`. */
export const define: Define = (command, finish) => {
  withSuites(command)
    .option('--json', 'print as JSON', false)
    .action((flags) => {
      finish(rules(flags))
    })
}

/** Prints the ledger. Returns the exit code: 1 when a rule or a check is not accounted for. */
export function rules({
  json = false,
  ...flags
}: SuiteFlags & { readonly json?: boolean } = {}): number {
  const catalogue = loadSuite(flags)
  const ledger = ledgerOf(catalogue, [refusalRule])
  const parameters = parameterTable(catalogue)
  const { columns = Infinity } = process.stdout // a file is not wrapped
  const text = json
    ? `${JSON.stringify({ ...ledger, parameters }, null, 2)}\n`
    : `${renderLedger(ledger, { columns })}\n${renderParameters(parameters, columns)}`
  process.stdout.write(text)
  const isWhole = isWholeLedger(ledger) && parameterHoles(parameters).length === 0
  return isWhole ? exitCodes.conformant : exitCodes.violation
}
