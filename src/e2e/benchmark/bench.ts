/** Benchmarks, each beside its peer in one run. Prints Markdown. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { markdownTable } from 'markdown-table'
import type { ApiName } from '../../model/names.ts'
import { comparison, type Row } from './measure.ts'
import { memoryRows, unsentRows } from './memory.ts'
import { powerRows } from './power.ts'
import { bareLoopCost, programCost, type Cost } from './program.ts'
import { pytestCost, type PytestCost } from './pytest.ts'
import { readerRows } from './readers.ts'
import { withServer } from './server.ts'

const openAiApis = 'openai-chat,openai-chat-stream,openai-models'

const rows: Row[] = [
  ...readerRows(),
  ...(await powerRows(openAiApis.split(',') as ApiName[])),
  ...(await commandRows()),
]
rows.push(...(await judgedRows()), ...(await memoryRows()), ...(await unsentRows()))

process.stdout.write(
  `${markdownTable([['what', 'ours', 'peer', 'ratio'], ...rows.map((row) => [row.what, row.ours, row.peer, row.ratio])])}\n`,
)
process.exit(0)

/** Commands that send nothing to a model, beside one that only loads the program. */
async function commandRows(): Promise<Row[]> {
  const commands = [['--help'], ['list'], ['explain', 'stream.basic'], ['doctor']]
  const found: Row[] = []
  for (const command of commands) {
    const pairs: [number, number][] = []
    for (let turn = 0; turn < 5; turn += 1) {
      const own = await programCost(...command)
      pairs.push([own.processor, (await programCost('--version')).processor])
    }
    found.push({
      what: `processor time of \`${command.join(' ')}\`, to \`--version\``,
      ...inMilliseconds(pairs),
    })
  }
  return found
}

/** The lowest of each side, since whatever else the machine does only adds; the ratio is ours to that of the peer. */
function inMilliseconds(pairs: readonly (readonly [number, number])[]): Omit<Row, 'what'> {
  const lowest = (column: 0 | 1): string =>
    `${pairs.reduce((least, pair) => Math.min(least, pair[column]), Infinity).toFixed(0)} ms`
  return {
    ours: lowest(0),
    peer: lowest(1),
    ratio: comparison(pairs.map(([own, other]) => own / other)),
  }
}

interface RunReport {
  readonly durationMs: number
  readonly summary: { readonly requests: number }
  readonly cells: readonly { readonly requests: number; readonly timing?: { total: number } }[]
}

/** A judged run against a server on a process of its own, beside a bare loop of undici. */
async function judgedRows(): Promise<Row[]> {
  const apis = `--api=${openAiApis}`
  const turns = await withServer([], async ({ llamaStack: endpoint }) => {
    const found = []
    for (let turn = 0; turn < 3; turn += 1) {
      const { report, cost } = await judged(endpoint, apis)
      const { requests } = report.summary
      const loop = await bareLoopCost(endpoint, requests)
      found.push({ cost, requests, loop, pytest: await pytestCost(endpoint, requests) })
    }
    return found
  })
  const sent = turns[0]?.requests ?? 0
  const latency = 200
  const concurrency = 8
  const slow = await withServer([`--latency=${latency}`], async ({ llamaStack }) =>
    judged(llamaStack, apis, `--concurrency=${concurrency}`),
  )
  const { requests } = slow.report.summary
  const ideal = (requests * latency) / concurrency
  // The samples of a behaviour come one after the other; so do the steps of a conversation.
  const chain = Math.max(...slow.report.cells.map((cell) => cell.requests)) * latency
  return [
    {
      what: `processor time of a judged run of ${sent} requests, to a program that only sends them`,
      ...inMilliseconds(turns.map(({ cost, loop }) => [cost.processor, loop.processor])),
    },
    {
      what: `the same, to pytest with OpenAI's SDK and two assertions a request`,
      ...besidePytest(turns),
    },
    {
      what: `memory of that run`,
      ours: `${Math.min(...turns.map(({ cost }) => cost.megabytes)).toFixed(0)} MB`,
      peer: '',
      ratio: '',
    },
    {
      what: `time of ${requests} requests at ${latency} ms, ${concurrency} at a time, to requests × latency ÷ ${concurrency}`,
      ours: `${(slow.report.durationMs / 1000).toFixed(1)} s`,
      peer: `${(ideal / 1000).toFixed(1)} s`,
      ratio: (ideal / slow.report.durationMs).toFixed(2),
    },
    {
      what: `the same, to that and the longest chain of requests one after the other`,
      ours: `${(slow.report.durationMs / 1000).toFixed(1)} s`,
      peer: `${((ideal + chain) / 1000).toFixed(1)} s`,
      ratio: ((ideal + chain) / slow.report.durationMs).toFixed(2),
    },
  ]
}

function besidePytest(
  turns: readonly { readonly cost: Cost; readonly pytest: PytestCost }[],
): Omit<Row, 'what'> {
  const pairs: [number, number][] = []
  for (const { cost, pytest } of turns) {
    if ('problem' in pytest) return { ours: '', peer: pytest.problem, ratio: 'NOT RUN' }
    pairs.push([cost.processor, pytest.processor])
  }
  return inMilliseconds(pairs)
}

async function judged(endpoint: string, ...flags: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const cost = await programCost(
      'run',
      '--target=openai-compatible',
      `--endpoint=${endpoint}/v1`,
      '--model=bedrock/openai.gpt-oss-20b-1:0',
      `--report-dir=${directory}`,
      '--history=none',
      ...flags,
    )
    const text = readFileSync(join(directory, 'report.json'), 'utf8')
    return { cost, report: JSON.parse(text) as RunReport }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
