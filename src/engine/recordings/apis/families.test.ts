/** Recordings of messages and of InvokeModel bodies whose family the model's id does not tell. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { message, sse, talk, text, type Json } from '../../../assertions/anthropic/testing/talk.ts'
import { runProgram, temporaryFolder } from '../../../cli/testing/program.ts'
import type { CellResult, Report } from '../../../model/report.ts'

interface Recorded {
  readonly url: string
  readonly asked: object
  readonly type?: string
  readonly body: string
}

function entryOf({ url, asked, type = 'application/json', body }: Recorded): object {
  const headers = [{ name: 'Content-Type', value: type }]
  const request = { method: 'POST', url, headers: [], postData: { text: JSON.stringify(asked) } }
  const response = { status: 200, headers, content: { mimeType: type, text: body } }
  return { startedDateTime: '2026-11-22T10:00:00.000Z', time: 9, request, response }
}

async function judged(...recorded: readonly Recorded[]): Promise<readonly CellResult[]> {
  const file = join(temporaryFolder(), 'recorded.har')
  const creator = { name: 'test', version: '1' }
  const log = { version: '1.2', creator, entries: recorded.map(entryOf) }
  writeFileSync(file, JSON.stringify({ log }))
  const { stdout, stderr } = await runProgram(['judge', file, '--json'])
  expect(stdout, stderr).not.toBe('')
  return (JSON.parse(stdout) as Report).cells
}

function failed(cell: CellResult | undefined): string[] {
  return (cell?.checks ?? []).filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
}

const host = 'https://bedrock-runtime.us-west-2.amazonaws.com'
const profile = 'arn:aws:bedrock:us-west-2:000000000000:application-inference-profile/abc'
const invoke = (id: string, asked: object, body: unknown): Recorded => ({
  url: `${host}/model/${encodeURIComponent(id)}/invoke`,
  asked,
  body: JSON.stringify(body),
})

describe('a model whose id does not tell its family', () => {
  it('is judged by the family of its bodies, and by none where none fits', async () => {
    const asked = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: [] }
    const [right, wrong, vector, stranger] = await judged(
      invoke(profile, asked, message([text('Sol')])),
      invoke(profile, asked, message([text('Sol')], { usage: undefined })),
      invoke('custom', { inputText: 'a' }, { embedding: [], inputTextTokenCount: 1 }),
      invoke('custom', { prompt: 'a' }, { answer: 'b' }),
    )
    expect(failed(right)).toEqual([])
    expect(right?.checks.find(({ id }) => id === 'message-schema')?.verdict).toBe('pass')
    expect(failed(wrong)).toEqual(['message-schema', 'message-usage'])
    expect(failed(vector)).toContain('titan-embedding')
    expect(stranger?.checks.map(({ id }) => id)).not.toContain('message-schema')
    expect(stranger?.verdict).not.toBe('pass')
  })

  it('keeps the family of its id whatever the body is', async () => {
    const [cell] = await judged(
      invoke('anthropic.claude-sonnet-4-6', {}, { choices: [{ message: {} }] }),
    )
    expect(failed(cell)).toEqual(['message-schema'])
  })
})

describe('a recorded stream of messages', () => {
  const url = 'https://bedrock-mantle.us-west-2.api.aws/anthropic/v1/messages'
  const asked = { model: 'anthropic.claude-sonnet-4-6', max_tokens: 9, stream: true, messages: [] }
  const of = (events: readonly Json[]): Recorded => ({
    url,
    asked,
    type: 'text/event-stream',
    body: events.map(sse).join(''),
  })
  const swapped = [...talk]
  swapped.splice(1, 2, ...talk.slice(1, 3).toReversed())
  swapped.splice(3, 3, ...talk.slice(3, 6).toReversed())

  it('is right as it is, and wrong with an event lost, a tail cut or the order changed', async () => {
    const cells = await judged(
      of(talk),
      of(talk.filter((_, at) => at !== 1)),
      of(talk.slice(0, -1)),
      of(talk.slice(0, 4)),
      of(swapped),
    )
    expect(cells.map(({ api }) => api)).toEqual(cells.map(() => 'anthropic-messages-stream'))
    expect(failed(cells[0])).toEqual([])
    for (const cell of cells.slice(1)) expect(failed(cell), cell.case).toContain('message-events')
  })
})
