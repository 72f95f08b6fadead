import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findingCodes } from './finding-codes.ts'

const folders = [new URL('./', import.meta.url), new URL('../wire/', import.meta.url)]
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'finding-codes.ts',
    )
    .map((file) => readFileSync(new URL(file, folder), 'utf8')),
)

describe('the list of finding codes', () => {
  it('holds only codes that something reports', () => {
    const unused = Object.keys(findingCodes).filter(
      (code) => !sources.some((source) => source.includes(`'${code}'`)),
    )
    expect(unused).toEqual([])
  })

  it('holds the codes that the reader of event streams reports', () => {
    const reported = sources.join('\n').matchAll(/code: '(sse\.[a-z0-9-]+)'/gu)
    const unknown = [...reported]
      .map(([, code]) => code)
      .filter((code) => !Object.hasOwn(findingCodes, code ?? ''))
    expect(unknown).toEqual([])
  })

  it('has one sentence for each', () => {
    for (const meaning of Object.values(findingCodes)) expect(meaning).toMatch(/^\S.*\.$/u)
  })
})
