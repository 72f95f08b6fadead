/** Commands whose paths cannot be used, or name something in another way. */
import { once } from 'node:events'
import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { runProgram, temporaryFolder } from '../testing/program.ts'
import { doAll } from '../../proof/matrix/pool.ts'
import { serve } from './serve.ts'

vi.mock(import('../../proof/matrix/pool.ts'), () => ({ doAll: vi.fn(async () => []) }))

it('mutants plays nothing where its directory cannot be made', async () => {
  const blocked = join(temporaryFolder(), 'file')
  writeFileSync(blocked, '')
  const flags = ['--only=usage-total-wrong', `--report-dir=${join(blocked, 'x')}`]
  const ran = await runProgram(['mutants', ...flags])
  expect(ran.stderr).toMatch(/^--report-dir: /)
  expect(ran.code).toBe(2)
  expect(doAll).not.toHaveBeenCalled()
})

it('serve --proxy that cannot start ends, and closes the reference', async () => {
  vi.stubEnv('TMPDIR', join(temporaryFolder(), 'none'))
  const listeners = process.listenerCount('SIGTERM')
  await expect(serve({ proxy: true })).rejects.toThrow(/^--proxy: ENOENT/)
  vi.unstubAllEnvs()
  expect(process.listenerCount('SIGTERM')).toBe(listeners)
})

it.each([
  ['--port=65536', "argument '65536' is invalid. Expected a whole number from 0 to 65535"],
  ['--latency=2147483648', 'Expected a whole number from 0 to 2147483647'],
  ['--trouble=us-east-1=slow,us-east-1=silent', 'us-east-1 has the trouble slow already'],
])('serve %s starts nothing and says why', async (flag, reason) => {
  const { code, stdout, stderr } = await runProgram(['serve', flag])
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(reason)])
})

it('serve on a port that is taken says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const { code, stderr } = await runProgram(['serve', `--port=${port}`])
  taken.close()
  expect(code).toBe(2)
  expect(stderr).toContain(`--port=${port}: another program listens there. Name another port`)
})

it.each(['ogx', 'mine.yaml'])('history of %s is that of the target that it means', async (name) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'mine.yaml'), 'name: my-server\nlike: reference\n')
  const target = name.endsWith('.yaml') ? join(folder, name) : name
  const flags = [`--target=${target}`, `--history=${folder}`, '--config=none']
  const { stderr } = await runProgram(['history', ...flags])
  const kept = name === 'ogx' ? 'llamastack' : 'my-server'
  expect(stderr).toContain(`There is no history at ${join(folder, `${kept}.jsonl`)}`)
})

it('history of a mistyped target names those that have one', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'my-server.jsonl'), '')
  const flags = ['--target=my-sever', `--history=${folder}`, '--config=none']
  const { code, stderr } = await runProgram(['history', ...flags])
  expect([code, stderr]).toEqual([2, expect.stringMatching(/history there: my-server\.\n$/)])
})

it('a history of which no line can be read is called so', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'reference.jsonl'), '{"v":2}\nnull\n')
  const { code, stderr } = await runProgram(['history', `--history=${folder}`, '--config=none'])
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^None of the 2 lines .* can be read/)])
})

it('a history that is no file is found before a run sends anything, and read by no command', async () => {
  const folder = temporaryFolder()
  execFileSync('mkfifo', [join(folder, 'reference.jsonl')])
  const reports = temporaryFolder()
  const flags = [`--history=${folder}`, '--config=none']
  for (const command of [['history'], ['run', '--case=chat.simple', `--report-dir=${reports}`]]) {
    const { code, stderr } = await runProgram([...command, ...flags])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/\(it is a pipe .*--history/)])
  }
  expect(readdirSync(reports)).toEqual([])
})
