import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findingCodes } from './finding-codes.ts'

const source = new URL('../../', import.meta.url)
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^(?:assertions|wire|engine|judge)\/.*\.ts$/u.test(file),
)

function textOf(areTests: boolean): string {
  return files
    .filter((file) => file.endsWith('.test.ts') === areTests)
    .map((file) => readFileSync(new URL(file, source), 'utf8'))
    .join('\n')
}

const product = textOf(false)
const tests = textOf(true)

describe('the list of finding codes', () => {
  it('holds only codes that a check or a reader reports', () => {
    // `availability.CLASS` is put together from the class of the answer.
    const literal = Object.keys(findingCodes).filter((code) => !code.startsWith('availability.'))
    expect(literal.filter((code) => !product.includes(`'${code}'`))).toEqual([])
  })

  it('holds only Bedrock codes that a test provokes', () => {
    const bedrock = Object.keys(findingCodes).filter((code) => code.startsWith('bedrock.'))
    const unproven = bedrock.filter(
      (code) => ![code, code.slice('bedrock.'.length)].some((name) => tests.includes(`'${name}'`)),
    )
    expect(unproven).toEqual([])
  })

  it('has one sentence for each', () => {
    for (const meaning of Object.values(findingCodes)) expect(meaning).toMatch(/^\S.*\.$/u)
  })
})
