import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { awsAssertions } from './assertions.ts'
import { awsFindingCodes } from './codes.ts'

const folder = new URL('./', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.includes('codes'),
)
const text = (test: boolean) =>
  files
    .filter((file) => file.endsWith('.test.ts') === test)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')

it.each(Object.keys(awsFindingCodes))(
  '%s is reported by a check and provoked by a test',
  (code) => {
    expect(text(false)).toContain(`'${code}'`)
    const known = text(true)
    // Codes of single bytes and headers are provoked by the tests of the reader.
    if (/^eventstream\.(header|prelude|message)/u.test(code)) return
    expect([code, code.replace('bedrock.', '')].some((name) => known.includes(`'${name}'`))).toBe(
      true,
    )
  },
)

it('every assertion has a name of its own and says what it demands in a sentence', () => {
  const names = awsAssertions.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { about } of awsAssertions) expect(about).toMatch(/^\S.*\.$/u)
})
