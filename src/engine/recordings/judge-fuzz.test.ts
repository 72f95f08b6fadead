/** Whatever a file holds, `judge` says something of it or says that it is no HAR file. */
import { seededRandom } from '../../model/run/random.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeRecording } from './judge-recording.ts'
import { recordingMaker } from './recordings.ts'
import { readRecordings } from './files.ts'
import { exchangeCompiler } from '../../suite/compile/exchange.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { Problem } from '../../model/problem.ts'
import { temporaryFolder } from '../../cli/testing/program.ts'

const origin = 'https://bedrock-runtime.us-east-1.amazonaws.com'

function exchange(path: string, type: string, text: string, marks: object = {}): object {
  return {
    startedDateTime: '2026-11-22T10:00:00.000Z',
    time: 1,
    request: {
      method: 'POST',
      url: `${origin}${path}`,
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'authorization', value: 'Bearer 0123456789abcdef0123' }],
      postData: { mimeType: 'application/json', text: '{"model":"m","stream":true,"n":1}' },
    },
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: 'h2',
      headers: [{ name: 'content-type', value: type }],
      content: { size: text.length, mimeType: type, text, _sha256: 'x' },
      bodySize: text.length,
      _chunks: [[1, text.length]],
      _headersAt: 1,
      _endedAt: 2,
      _complete: true,
    },
    timings: { send: 0, wait: 1, receive: 1 },
    ...marks,
  }
}

const seed = JSON.stringify({
  log: {
    version: '1.2',
    creator: { name: 'x', version: '1' },
    entries: [
      exchange(
        '/model/openai.gpt-oss-20b-1%3A0/converse',
        'application/json',
        '{"output":{"message":{"role":"assistant","content":[{"text":"x"}]}},"stopReason":"end_turn"}',
        { _id: 'a', _derived: ['response.headers.content-type'], _fidelity: 'reencoded' },
      ),
      exchange(
        '/openai/v1/chat/completions',
        'text/event-stream',
        'data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{}}]}\n\n',
        { _expect: { outcome: 'reply' }, _model: 'm', _region: 'us-east-1', _front: 'bedrock' },
      ),
      exchange('/model/m/invoke', 'application/json', '{"generation":"x","stop_reason":"stop"}'),
    ],
  },
})

const context = {
  compile: exchangeCompiler(loadSuite()),
  strict: false,
  baseline: [],
  clean: (text: string) => text,
}
const file = join(temporaryFolder(), 'fuzz.har')

/** How many exchanges were judged; undefined when the file is refused. */
function judged(text: string): number | undefined {
  writeFileSync(file, text)
  try {
    const { entries, llamaHosts, close } = readRecordings([file])
    const make = recordingMaker({}, llamaHosts)
    const cells = entries.map((entry) => judgeRecording(make(entry), context))
    close()
    for (const { checks } of cells) expect(checks.length).toBeGreaterThan(0)
    return cells.length
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

type Below = (limit: number) => number

function garbled(text: string, below: Below): string {
  const at = below(text.length)
  const length = below(4) === 0 ? below(300) : 1
  const filler =
    [String.fromCharCode(below(0x200)), '"', '{', '\\', '', '9', 'null'][below(7)] ?? ''
  return text.slice(0, at) + filler + text.slice(at + length)
}

const odd = [
  null,
  true,
  -1,
  1e300,
  '',
  'x',
  '\u0000',
  [],
  {},
  [[]],
  [null],
  { name: {} },
  '%',
  '//',
]

/** The same JSON with one value, at any depth, replaced by an unexpected one. */
function replaced(value: unknown, below: Below): unknown {
  if (typeof value !== 'object' || value === null || below(9) === 0) return odd[below(odd.length)]
  const names = Object.keys(value)
  if (names.length === 0) return odd[below(odd.length)]
  const chosen = names[below(names.length)]
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    name === chosen ? replaced(member, below) : member,
  ])
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries)
}

describe('judge', () => {
  const random = seededRandom(20261123)
  const below: Below = (limit) => Math.floor(random() * limit)

  it('judges the file that is then broken', () => {
    expect(judged(seed)).toBe(3)
  })

  it('never breaks on a file whose text was garbled', () => {
    const outcomes = Array.from({ length: 80 }, () => judged(garbled(seed, below)))
    expect(outcomes).toContain(undefined)
    expect(outcomes.filter((cells) => cells !== undefined).length).toBeGreaterThan(10)
  })

  it('never breaks on a file whose values are of other types', () => {
    const root: unknown = JSON.parse(seed)
    for (let turn = 0; turn < 120; turn += 1) judged(JSON.stringify(replaced(root, below)))
  })
})
