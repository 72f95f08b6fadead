/** The usual way to test a server: pytest and OpenAI's SDK for Python. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '../../model/package.ts'
import { installPart } from '../install/install.ts'
import { e2eFixtures } from '../part/load.ts'

/** Milliseconds of processor time, or why pytest could not be run. */
export type PytestCost = { readonly processor: number } | { readonly problem: string }

/** Runs a suite that sends as many requests and makes two assertions about each reply. */
export async function pytestCost(endpoint: string, requests: number): Promise<PytestCost> {
  const programs = await installPart(
    'benchmark',
    { pip: 'benchmark/requirements.txt' },
    { cache: join(cacheFolder(), 'e2e'), signal: AbortSignal.timeout(300_000) },
  )
  if ('problem' in programs) return programs
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const cost = join(folder, 'cost')
  try {
    await promisify(execFile)(
      join(programs.bin, 'python'),
      ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', join(e2eFixtures, 'benchmark')],
      {
        env: {
          ...process.env,
          ENDPOINT: `${endpoint}/v1`,
          REQUESTS: String(requests),
          BENCH_COST: cost,
          PYTHONDONTWRITEBYTECODE: '1',
        },
        maxBuffer: 2 ** 24,
      },
    )
    return { processor: Number(await readFile(cost, 'utf8')) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
