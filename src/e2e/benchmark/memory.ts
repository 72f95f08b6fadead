/** How the memory of the program grows with what it judges. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../model/package.ts'
import type { Row } from './measure.ts'
import { programCost } from './program.ts'

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

interface Har {
  readonly log: { readonly entries: readonly object[] }
}

/** The most memory that judging takes, in megabytes. */
async function judged(count: number, folder: string): Promise<number> {
  const example = join(packageRoot, 'fixtures/recordings/example.har')
  const { log } = JSON.parse(readFileSync(example, 'utf8')) as Har
  const entries = Array.from({ length: count }, (_, at) => ({
    ...log.entries[at % log.entries.length],
    _id: `exchange-${at}`,
  }))
  const file = join(folder, `${count}.har`)
  writeFileSync(file, JSON.stringify({ log: { ...log, entries } }))
  const { megabytes } = await programCost('judge', file, `--report-dir=${join(folder, 'reports')}`)
  return megabytes
}
