/** Recordings of the cells in which something is wrong, one HAR for each case. */
import { indexBy } from '../../../model/lists/group-by.ts'
import { version } from '../../../model/package.ts'
import type { Text } from '../../../model/text/pieces.ts'
import { harPieces, type HarEntry } from '../../../wire/har/har.ts'
import type { Redactor } from '../../../wire/secrets/redact.ts'
import { cellKey } from '../../../model/plan.ts'
import type { CellRun } from '../../play/run-cell.ts'
import type { Exchange } from '../../../model/exchange.ts'
import { bodyPath } from '../body-file.ts'
import { isRecorded, wirePath } from '../recording.ts'

export interface WireFile {
  /** Below the report directory: `wire/NAME.har` or `wire/NAME.body`. */
  readonly path: string
  /** Makes the text, or its pieces: it may be large, so no two are held at a time. */
  readonly text: () => Text
}

/**
 * Every exchange of the recorded cells among `runs`, without secrets, and the request bodies that are
 * too long for a command.
 */
export function wireFiles(runs: readonly CellRun[], redactor: Redactor): WireFile[] {
  const recorded = runs.filter(
    ({ result, exchanges }) => isRecorded(result.verdict) && exchanges.length > 0,
  )
  return [...indexBy(recorded, ({ cell }) => cell.case.id)].flatMap(([id, ofCase]) => {
    const entries = ofCase.flatMap(entriesOf)
    const text = (): Iterable<string> =>
      harPieces(entries, { name: 'bedrock-conformance', version }, redactor)
    return [{ path: wirePath(id), text }, ...bodyFiles(id, entries)]
  })
}

function bodyFiles(id: string, entries: readonly { readonly exchange: Exchange }[]): WireFile[] {
  const files = new Map<string, WireFile>()
  for (const { request } of entries.map(({ exchange }) => exchange)) {
    const path = bodyPath(id, request)
    if (path !== undefined)
      files.set(path, { path, text: () => Buffer.from(request.body).toString() })
  }
  return [...files.values()]
}

function entriesOf(run: CellRun): HarEntry[] {
  const { exchanges, purposes = [], result, cell } = run
  return exchanges.map((exchange, index) => ({
    exchange,
    comment: cellKey(result),
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
