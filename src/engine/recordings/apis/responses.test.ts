/** Recordings of the Responses API: what was changed in one is found. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder, runProgram } from '../../../cli/testing/program.ts'
import type { CheckResult, Report } from '../../../model/report.ts'
import { events, numbered, response } from '../../../assertions/responses/testing/response.ts'
import { now } from '../../../assertions/testing/observation.ts'
import { sse, type Json } from '../../../assertions/testing/completion.ts'

const url = 'https://bedrock-mantle.us-east-1.api.aws/v1/responses'

/** A recording of one exchange. */
function har(mimeType: string, text: string, stream: boolean): string {
  const request = {
    method: 'POST',
    url,
    httpVersion: 'HTTP/1.1',
    headers: [],
    postData: { mimeType: 'application/json', text: JSON.stringify({ input: 'Hello', stream }) },
  }
  const answer = {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    headers: [
      { name: 'Content-Type', value: mimeType },
      { name: 'x-amzn-RequestId', value: '11111111-2222-3333-4444-555555555555' },
      { name: 'Date', value: new Date(now * 1000).toUTCString() },
    ],
    content: { size: Buffer.byteLength(text), mimeType, text },
  }
  const entry = { startedDateTime: '2026-03-03T10:00:00.000Z', time: 9, request, response: answer }
  return JSON.stringify({ log: { version: '1.2', creator: { name: 't' }, entries: [entry] } })
}

/** Ids of the checks of a recording that did not hold. */
async function violated(recording: string): Promise<readonly string[]> {
  const file = join(temporaryFolder(), 'recording.har')
  writeFileSync(file, recording)
  const ran = await runProgram(['judge', file, '--json', '--baseline=none'])
  const { cells } = JSON.parse(ran.stdout) as Report
  const red = ({ verdict }: CheckResult): boolean => ['fail', 'warn', 'error'].includes(verdict)
  return cells.flatMap(({ checks }) => checks.filter(red)).map(({ id }) => id)
}

const streamed = (list: readonly Json[]) => har('text/event-stream', sse(list), true)
const all = numbered(events())
const at = (type: string): number => all.findIndex((event) => event['type'] === `response.${type}`)

it('finds nothing in what is as the specification has it', async () => {
  expect(await violated(har('application/json', JSON.stringify(response()), false))).toEqual([])
  expect(await violated(streamed(all))).toEqual([])
})

it.each<[string, readonly Json[], string]>([
  ['a dropped event', all.toSpliced(at('output_text.delta'), 1), 'sequence'],
  [
    'a dropped delta, numbered anew',
    numbered(all.toSpliced(at('output_text.delta'), 1)),
    'deltas-join',
  ],
  ['a cut tail', all.slice(0, -3), 'terminal-last'],
  [
    'a swapped order',
    all.toSpliced(
      at('output_text.delta'),
      2,
      ...all.slice(at('output_text.delta')).slice(0, 2).toReversed(),
    ),
    'sequence',
  ],
  [
    'a changed delta',
    all.map((event, index) =>
      index === at('output_text.delta') ? { ...event, delta: 'Humans lived' } : event,
    ),
    'deltas-join',
  ],
])('finds %s', async (_, list, check) => {
  expect(await violated(streamed(list))).toContain(check)
})

it('leaves a failure with status 200 alone: the request may be at fault', async () => {
  const failed = response({
    status: 'failed',
    error: { code: 'invalid_prompt', message: 'No.' },
    output: [],
    usage: null,
  })
  expect(await violated(har('application/json', JSON.stringify(failed), false))).toEqual([])
})
