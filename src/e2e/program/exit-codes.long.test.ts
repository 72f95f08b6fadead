/** Every exit code that scripts rely on, from the real program as its own process. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { packageRoot } from '../../model/package.ts'
import { temporaryFolder } from '../../cli/testing/program.ts'

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly folder: string
}

interface Way {
  readonly args: readonly string[]
  /** Interrupt the program as soon as this stands on standard error. */
  readonly interruptAt?: RegExp
}

async function runChild({ args, interruptAt }: Way): Promise<Ended> {
  const folder = temporaryFolder()
  const launch = join(packageRoot, 'src', 'cli', 'launch.mjs')
  const child = spawn(process.execPath, [launch, 'bin', 'run', ...args, `--report-dir=${folder}`], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let isInterrupted = false
  const stated = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      stated[name] += text
      if (isInterrupted || interruptAt?.test(stated.stderr) !== true) return
      isInterrupted = child.kill('SIGINT') // a second one would end it at once
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, ...stated, folder }
}

/** An address of this machine at which no server listens. */
async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return `http://127.0.0.1:${port}`
}

const one = ['--target=reference', '--case=chat.curl-simple']
const codes = [0, 1, 2, 3, 4, 5, 130] as const
const ended = new Map<number, Ended>()

beforeAll(async () => {
  const stale = join(temporaryFolder(), 'baseline.yaml')
  writeFileSync(
    stale,
    'entries:\n  - { check: chat.curl-simple/usage, finding: usage.sum, reason: r }\n',
  )
  const ways: Record<(typeof codes)[number], Way> = {
    0: { args: one },
    1: { args: [...one, '--mutant=usage-total-wrong'] },
    2: { args: ['--no-such-flag'] },
    3: { args: ['--target=llamastack', `--endpoint=${await closedAddress()}`] },
    4: { args: [...one, `--baseline=${stale}`] },
    5: {
      args: [
        '--target=reference',
        '--case=chat.developer-and-user',
        '--api=converse',
        '--mutant=models-gone',
      ],
    },
    130: { args: ['--target=reference', '--verbose'], interruptAt: /^ *1\/\d+ /m },
  }
  await Promise.all(codes.map(async (code) => ended.set(code, await runChild(ways[code]))))
}, 120_000)

function endOf(code: (typeof codes)[number]): Ended {
  const found = ended.get(code)
  if (found === undefined) throw new Error(`No child was to end with ${code}`)
  return found
}

describe('the program ends with', () => {
  it.each<[(typeof codes)[number], string, RegExp]>([
    [0, 'nothing wrong', /^CONFORMANT: /m],
    [1, 'a violation', /^NOT CONFORMANT: /m],
    [2, 'a flag that it does not know', /--no-such-flag/],
    [3, 'a server that is not there', /127\.0\.0\.1/],
    [4, 'a baseline that is stale and nothing else', /^CONFORMANT, STALE BASELINE: /m],
    [5, 'too little judged to say', /^(UNDECIDED|NOTHING JUDGED): /m],
    [130, 'an interrupt', /^INTERRUPTED/m],
  ])('%i after %s', (code, _, words) => {
    const { code: actual, stdout, stderr } = endOf(code)
    expect(actual, stderr).toBe(code)
    expect(stdout + stderr).toMatch(words)
    expect(stdout + stderr).not.toMatch(/^\s+at .+:\d+/m)
  })

  it('one line and no report where nothing was sent', () => {
    for (const code of [2, 3] as const) {
      expect(endOf(code).stdout).toBe('')
      expect(endOf(code).stderr.trim().split('\n')).toHaveLength(1)
    }
  })

  it('an answer to the interrupt, and the reports of what did run', () => {
    expect(endOf(130).stderr).toMatch(/^Stopping: .*Press Ctrl-C again to end now\.$/m)
    const text = readFileSync(join(endOf(130).folder, 'report.json'), 'utf8')
    const report = JSON.parse(text) as Report
    expect(report).toMatchObject({ interrupted: true, exitCode: 130 })
    const undone = report.cells.filter(({ verdict }) => verdict === 'inconclusive')
    expect(undone.length).toBeGreaterThan(0)
    expect(undone.length).toBeLessThan(report.cells.length)
  })
})
