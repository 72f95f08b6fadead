import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baselineName } from './baseline-name.ts'

function folderWith(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'baselines-'))
  for (const name of names) writeFileSync(join(folder, `${name}.yaml`), 'entries: []\n')
  return folder
}

const stack = { name: 'llamastack', aliases: ['ogx', 'llama-stack'] }

describe('baselineName', () => {
  it('takes the release line of the version', () => {
    const folder = folderWith('llamastack-0.7', 'ogx-1', 'llamastack')
    expect(baselineName({ ...stack, version: '0.7.3' }, folder)).toBe('llamastack-0.7')
    expect(baselineName({ ...stack, version: '1.5.0' }, folder)).toBe('ogx-1')
  })

  it('takes the longest version that fits, under whichever name', () => {
    const folder = folderWith('ogx-1', 'ogx-1.2', 'llamastack-1')
    expect(baselineName({ ...stack, version: '1.2.5' }, folder)).toBe('ogx-1.2')
    expect(baselineName({ ...stack, version: '1.20.0' }, folder)).toBe('llamastack-1')
    expect(baselineName({ ...stack, version: 'v1.2' }, folderWith('ogx-1'))).toBe('ogx-1')
  })

  it('never takes that of another release line', () => {
    const folder = folderWith('llamastack-0.7', 'ogx-1')
    expect(baselineName({ ...stack, version: '0.6.1' }, folder)).toBe('llamastack-0.6')
    expect(baselineName({ ...stack, version: '0.70.0' }, folder)).toBe('llamastack-0.70')
    expect(baselineName({ ...stack, version: '2.0.0' }, folder)).toBe('llamastack-2')
  })

  it('falls back on the target where no version is known or none fits', () => {
    const folder = folderWith('llamastack', 'llamastack-0.7')
    expect(baselineName(stack, folder)).toBe('llamastack')
    expect(baselineName({ ...stack, version: '0.8.1' }, folder)).toBe('llamastack')
    expect(baselineName({ ...stack, version: 'main' }, folder)).toBe('llamastack')
  })

  it('takes the version of the reference for no release', () => {
    expect(baselineName({ ...stack, version: '0.0.0-reference' }, folderWith())).toBe('llamastack')
  })
})
