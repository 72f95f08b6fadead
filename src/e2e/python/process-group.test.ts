import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startGroup, type ProcessGroup } from './process-group.ts'

function started(script: string): { group: ProcessGroup; printed: () => string } {
  const cwd = mkdtempSync(join(tmpdir(), 'e2e-group-'))
  const log = join(cwd, 'log')
  const env = { PATH: '/usr/bin:/bin', ONLY: 'this' }
  const group = startGroup({ command: '/bin/sh', args: ['-c', script], cwd, env, log })
  return { group, printed: () => readFileSync(log, 'utf8') }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('startGroup', () => {
  it('ends the children of its child as well', async () => {
    const { group, printed } = started('sleep 600 & echo $!; wait')
    await expect.poll(printed).toMatch(/^\d+\n/)
    const grandchild = Number(printed())
    expect(isAlive(grandchild)).toBe(true)
    await group.stop()
    await expect.poll(() => isAlive(grandchild)).toBe(false)
    await group.stop()
  })

  it('says how the program ended', async () => {
    const { group } = started('exit 7')
    await expect.poll(group.ended).toBe('it ended with code 7')
    await group.stop()
  })

  it('says that a program cannot be started', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'e2e-group-'))
    const command = join(cwd, 'nowhere')
    const group = startGroup({ command, args: [], cwd, env: {}, log: join(cwd, 'log') })
    await expect.poll(group.ended).toMatch(/ENOENT/)
    await group.stop()
  })

  it('hands down no variable but those given', async () => {
    const { group, printed } = started('env')
    await expect.poll(group.ended).toBeDefined()
    expect(printed()).toContain('ONLY=this')
    expect(printed()).not.toContain('HOME=')
    await group.stop()
  })
})
