/** How the memory of the program grows with what it judges. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeManyExchanges } from '../program/testing/many-exchanges.ts'
import type { Row } from './measure.ts'
import { programCost, programCostWith } from './program.ts'
import { withServer } from './server.ts'

const few = 400
const many = 4000

/** Recordings with many exchanges, judged with all reports, beside one with a tenth of them. */
export async function memoryRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const [one, ten] = [await judged(few, folder), await judged(many, folder)]
    const each = ((ten - one) * 1000) / (many - few)
    return [
      {
        what: `memory of \`judge\` of ${many} exchanges, to that of ${few}`,
        ours: `${ten.toFixed(0)} MB`,
        peer: `${one.toFixed(0)} MB`,
        ratio: `${(ten / one).toFixed(1)} (${each.toFixed(0)} kB an exchange)`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The region in which the key of the reference works, and others in which nothing is sent. */
const fewRegions = 'us-west-2,us-east-1,us-east-2,eu-west-1'

/** A run over all regions, in most of which nothing can be sent, beside one over a tenth of them. */
export async function unsentRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    return await withServer([], async (server) => {
      const one = await runOver(fewRegions, server, folder)
      const ten = await runOver('all', server, folder)
      const each = ((ten.megabytes - one.megabytes) * 1000) / (ten.cells - one.cells)
      return [
        {
          what: `memory of a run of ${ten.cells} cells, most of them not sent, to one of ${one.cells}`,
          ours: `${ten.megabytes.toFixed(0)} MB`,
          peer: `${one.megabytes.toFixed(0)} MB`,
          ratio: `${(ten.megabytes / one.megabytes).toFixed(1)} (${each.toFixed(0)} kB a cell)`,
        },
      ]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runOver(
  regions: string,
  { bedrock, key }: { readonly bedrock: string; readonly key: string },
  folder: string,
): Promise<{ readonly cells: number; readonly megabytes: number }> {
  const { megabytes } = await programCostWith(
    { AWS_BEARER_TOKEN_BEDROCK: key },
    'run',
    '--target=bedrock',
    `--endpoint=${bedrock}`,
    `--region=${regions}`,
    '--model=openai.gpt-oss-20b-1:0,openai.gpt-oss-120b-1:0',
    '--level=must',
    '--samples=1',
    `--report-dir=${folder}`,
    '--history=none',
  )
  const { summary } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    readonly summary: { readonly cells: number }
  }
  return { cells: summary.cells, megabytes }
}

/** The most memory that judging takes, in megabytes. */
async function judged(count: number, folder: string): Promise<number> {
  const file = writeManyExchanges(count, folder)
  const { megabytes } = await programCost('judge', file, `--report-dir=${join(folder, 'reports')}`)
  return megabytes
}
