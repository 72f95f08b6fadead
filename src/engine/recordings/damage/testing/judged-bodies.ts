/** Judges recordings in this process, many at a time. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../../../cli/testing/program.ts'
import type { CellResult } from '../../../../model/report.ts'
import { exchangeCompiler } from '../../../../suite/compile/exchange.ts'
import { loadSuite } from '../../../../suite/load-suite.ts'
import { readRecordings } from '../../files.ts'
import { judgeRecording } from '../../judge-recording.ts'
import { recordingMaker } from '../../recordings.ts'

/** The request that was answered, and how. */
export interface Recorded {
  readonly url: string
  readonly asked: unknown
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/** The results of one recording for each body, in their order. */
export function judgedBodies(
  { url, asked, headers }: Recorded,
  bodies: readonly Buffer[],
): CellResult[] {
  const mimeType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? ''
  const entries = bodies.map((body) => ({
    startedDateTime: '2026-03-03T10:00:00.000Z',
    time: 9,
    request: { method: 'POST', url, headers: [], postData: { text: JSON.stringify(asked) } },
    response: {
      status: 200,
      headers: headers.filter(({ name }) => name.toLowerCase() !== 'content-length'),
      content: { size: body.length, mimeType, text: body.toString('base64'), encoding: 'base64' },
    },
  }))
  const file = join(temporaryFolder(), 'damaged.har')
  writeFileSync(file, JSON.stringify({ log: { version: '1.2', creator: { name: 't' }, entries } }))
  const context = {
    compile: exchangeCompiler(loadSuite()),
    strict: false,
    baseline: [],
    clean: String,
  }
  const { entries: known, llamaHosts, close } = readRecordings([file])
  const make = recordingMaker({}, llamaHosts)
  const cells = known.map((entry) => judgeRecording(make(entry), context))
  close()
  return cells
}

/** Names of the damages after which no check fails. */
export function unseen(
  recorded: Recorded,
  damages: readonly { readonly name: string; readonly body: Buffer }[],
): string[] {
  const cells = judgedBodies(
    recorded,
    damages.map(({ body }) => body),
  )
  if (cells.length !== damages.length) throw new Error(`${cells.length} results`)
  return damages.filter((_, at) => cells[at]?.verdict !== 'fail').map(({ name }) => name)
}
