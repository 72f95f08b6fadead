/** Benchmarks, each beside its peer in one run. Prints Markdown. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { markdownTable } from 'markdown-table'
import { packageRoot } from '../../model/package.ts'
import { bareLoop } from '../../wire/testing/bare-loop.ts'
import { spread, type Row } from './measure.ts'
import { memoryRows } from './memory.ts'
import { programCost } from './program.ts'
import { pytestCost } from './pytest.ts'
import { readerRows } from './readers.ts'

const rows: Row[] = [...readerRows()]

const commands: [string, ...string[]][] = [
  ['--help'],
  ['list'],
  ['explain', 'stream.basic'],
  ['doctor'],
]
const bare = await repeated(async () => programCost('--version'), 3)
for (const command of commands) {
  const own = await repeated(async () => programCost(...command), 5)
  rows.push({
    what: `processor time of \`${command.join(' ')}\`, to \`--version\``,
    ours: `${own.processor.toFixed(0)} ms`,
    peer: `${bare.processor.toFixed(0)} ms`,
    ratio: (own.processor / bare.processor).toFixed(1),
  })
}
rows.push(...(await judgedRows()), ...(await memoryRows()))

process.stdout.write(
  `${markdownTable([['what', 'ours', 'peer', 'ratio'], ...rows.map((row) => [row.what, row.ours, row.peer, row.ratio])])}\n`,
)
process.exit(0)

/** The cheapest of several: what else the machine does only adds. */
async function repeated<T extends { readonly processor: number }>(
  measure: () => Promise<T>,
  times: number,
): Promise<T> {
  const found: T[] = []
  for (let turn = 0; turn < times; turn += 1) found.push(await measure())
  return found.reduce((best, one) => (one.processor < best.processor ? one : best))
}

interface RunReport {
  readonly durationMs: number
  readonly summary: { readonly requests: number }
  readonly cells: readonly { readonly requests: number; readonly timing?: { total: number } }[]
}

/** A judged run against a server on a process of its own, beside a bare loop of undici. */
async function judgedRows(): Promise<Row[]> {
  const apis = '--api=openai-chat,openai-chat-stream,openai-models'
  const quick = await withServer([], async (endpoint) => {
    const { report, cost } = await judged(endpoint, apis)
    const { requests } = report.summary
    const loops = []
    for (let turn = 0; turn < 3; turn += 1) loops.push(await bareLoop(endpoint, requests))
    return { cost, requests, loop: spread(loops), pytest: await pytestCost(endpoint, requests) }
  })
  const latency = 200
  const concurrency = 8
  const slow = await withServer([`--latency=${latency}`], async (endpoint) =>
    judged(endpoint, apis, `--concurrency=${concurrency}`),
  )
  const { requests } = slow.report.summary
  const perRequest = (processor: number): string => `${(processor / quick.requests).toFixed(1)} ms`
  const ideal = (requests * latency) / concurrency
  // The samples of a behaviour come one after the other; so do the steps of a conversation.
  const chain = Math.max(...slow.report.cells.map((cell) => cell.requests)) * latency
  return [
    {
      what: `processor time of a judged run of ${quick.requests} requests, to a bare loop of undici`,
      ours: `${quick.cost.processor.toFixed(0)} ms`,
      peer: `${quick.loop.median.toFixed(0)} ms`,
      ratio: (quick.cost.processor / quick.loop.median).toFixed(1),
    },
    {
      what: `processor time for each request of it, to pytest with OpenAI's SDK and two assertions`,
      ours: perRequest(quick.cost.processor),
      ...('problem' in quick.pytest
        ? { peer: quick.pytest.problem, ratio: 'NOT RUN' }
        : {
            peer: perRequest(quick.pytest.processor),
            ratio: (quick.cost.processor / quick.pytest.processor).toFixed(2),
          }),
    },
    {
      what: `memory of that run`,
      ours: `${quick.cost.megabytes.toFixed(0)} MB`,
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

/** Starts the reference, and passes on the address of its Llama Stack endpoint. */
async function withServer<T>(
  flags: readonly string[],
  use: (endpoint: string) => Promise<T>,
): Promise<T> {
  const launch = join(packageRoot, 'src/cli/launch.mjs')
  const server = spawn(process.execPath, [launch, 'bin', 'serve', ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [line] = (await once(createInterface(server.stdout))) as [string]
    return await use((JSON.parse(line) as { llamaStack: string }).llamaStack)
  } finally {
    server.kill()
  }
}

async function once(lines: ReturnType<typeof createInterface>): Promise<string[]> {
  return new Promise((resolve) => void lines.once('line', (line) => resolve([line])))
}
