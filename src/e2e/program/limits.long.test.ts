/** The limits of a whole run: time, signals, memory, and a disk that is full. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { parseReport } from '../../report/json/parse.ts'
import { runChild } from './testing/child.ts'
import { writeManyExchanges } from './testing/many-exchanges.ts'

/** Without `created`, so that something fails at once. */
const models = JSON.stringify({
  object: 'list',
  data: [{ id: 'openai.gpt-oss-20b-1:0', object: 'model', owned_by: 'x' }],
})
const list = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${models.length}\r\n\r\n${models}`

const sockets = new Set<Socket>()
let onConversation = (): void => undefined

/** Lists its models, and never answers a conversation. */
const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('data', (bytes) => {
    if (bytes.toString('latin1').startsWith('GET')) socket.end(list)
    else onConversation()
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

function hangingRun(folder: string, ...more: readonly string[]): string[] {
  const { port } = server.address() as AddressInfo
  return [
    'run',
    '--target=openai-compatible',
    `--endpoint=http://127.0.0.1:${port}/v1`,
    '--model=openai.gpt-oss-20b-1:0',
    '--history=none',
    `--report-dir=${folder}`,
    ...more,
  ]
}

/** Longer than a run takes to start, to give up and to write, and shorter than any limit of a request. */
const soon = 50_000

describe('a server that never answers', () => {
  it.each([
    ['costs no more than --max-time', ['--max-time=4s']],
    [
      'costs no more than --max-time, where a budget would allow it',
      ['--max-time=4s', '--budget=9m'],
    ],
  ])(
    '%s',
    async (_, flags) => {
      onConversation = () => undefined
      const folder = temporaryFolder()
      const ended = await runChild(hangingRun(folder, ...flags))
      expect([exitCodes.interrupted, exitCodes.inconclusive, exitCodes.unreachable]).toContain(
        ended.code,
      )
      expect(ended.stdout + ended.stderr).toContain('--max-time')
      expect(ended.durationMs).toBeLessThan(soon)
    },
    120_000,
  )

  it('leaves the baseline as it is when its run is cut off', async () => {
    onConversation = () => undefined
    const folder = temporaryFolder()
    const baseline = join(folder, 'baseline.yaml')
    const update = ['--max-time=4s', '--update-baseline', `--baseline=${baseline}`]
    const { stdout } = await runChild(hangingRun(folder, ...update))
    expect(stdout).toContain('The baseline was not updated')
    expect(existsSync(baseline)).toBe(false)
  }, 120_000)

  it.each([1, 2])(
    'ends at %i signals',
    async (count) => {
      const folder = temporaryFolder()
      const ended = await runChild(hangingRun(folder), (child) => {
        onConversation = () => {
          onConversation = () => undefined
          for (let sent = 0; sent < count; sent += 1)
            setTimeout(() => child.kill('SIGINT'), sent * 50)
        }
      })
      expect(ended.code === exitCodes.interrupted || ended.signal === 'SIGINT').toBe(true)
      expect(ended.durationMs).toBeLessThan(soon)
      const isWhole = existsSync(join(folder, 'report.json'))
      expect(isWhole || existsSync(join(folder, 'unfinished'))).toBe(true)
    },
    120_000,
  )
})

/** A file system of two megabytes; undefined where none can be mounted. */
function smallDisk(): string | undefined {
  const folder = join(temporaryFolder(), 'disk')
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
}

const disk = smallDisk()

describe.skipIf(disk === undefined)('a disk that fills while reports are written', () => {
  afterAll(() => {
    if (disk !== undefined) execFileSync('umount', [disk])
  })

  it('exits with 74, names what is missing, and leaves the rest whole and marked', async () => {
    const folder = join(disk ?? '', 'reports')
    const cases = ['--case=chat.*', '--case=errors.*', '--mutant=created-zero', '--history=none']
    const ended = await runChild(['run', '--target=reference', ...cases, `--report-dir=${folder}`])
    expect(ended.code).toBe(exitCodes.unwritten)
    const missing = ended.stderr.match(/^Missing in .*$/m)?.[0] ?? ''
    expect(missing).toMatch(/the disk is full.*All other files are whole/)
    expect(existsSync(join(folder, 'unfinished'))).toBe(true)
    for (const name of ['report.json', 'report.md', 'junit.xml', 'report.html']) {
      expect(existsSync(join(folder, name)), name).toBe(!missing.includes(name))
    }
    const read = parseReport(readFileSync(join(folder, 'report.json'), 'utf8'))
    expect('report' in read).toBe(true)
  }, 120_000)
})

describe('a recording of 20,000 exchanges', () => {
  it('is judged, and all reports are written, with 224 MiB of heap', async () => {
    const folder = temporaryFolder()
    const file = writeManyExchanges(20_000, folder)
    const ended = await runChild(['judge', file, `--report-dir=${folder}`], undefined, 224)
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(exitCodes.violation)
    const written = readdirSync(folder)
    expect(written).toEqual(expect.arrayContaining(['report.json', 'junit-9.xml', 'report.html']))
  }, 180_000)
})
