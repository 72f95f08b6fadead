/** Recordings of the cells in which something is wrong, one HAR for each case. */
import { version } from '../../../model/package.ts'
import { toHar } from '../../../wire/har/har.ts'
import type { Redactor } from '../../../wire/secrets/redact.ts'
import type { CellRun } from '../../play/run-cell.ts'
import { isRecorded, wirePath } from '../recording.ts'

export interface WireFile {
  /** Below the report directory: `wire/NAME.har`. */
  readonly path: string
  readonly text: string
}

/** Every exchange of the recorded cells among `runs`, without secrets. */
export function wireFiles(runs: readonly CellRun[], redactor: Redactor): WireFile[] {
  const recorded = runs.filter(({ result }) => isRecorded(result.verdict))
  const cases = [...new Set(recorded.map(({ cell }) => cell.case.id))]
  return cases.map((id) => {
    const entries = recorded.filter(({ cell }) => cell.case.id === id).flatMap(entriesOf)
    return {
      path: wirePath(id),
      text: toHar(entries, { name: 'bedrock-conformance', version }, redactor),
    }
  })
}

function entriesOf(run: CellRun): Parameters<typeof toHar>[0] {
  const { exchanges, purposes = [], result, cell } = run
  return exchanges.map((exchange, index) => ({
    exchange,
    comment: `${result.case} [${result.api} ${result.region} ${result.model}]`,
    // With these the judge command reproduces the verdicts of this run.
    extra: {
      _api: result.api,
      _case: result.case,
      _model: result.model,
      _region: result.region,
      _front: cell.endpoint.kind,
      ...purposes[index],
    },
  }))
}
