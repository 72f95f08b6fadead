import { expect, it } from 'vitest'
import type { Cause } from '../../model/findings/cause.ts'
import { width } from '../text/width.ts'
import { modelOf } from '../model/model.ts'
import { sampleReport } from '../testing/sample.ts'
import { causeLine, exampleOf, renderCause } from './cause.ts'

const example = (expected: string, received: string): string =>
  exampleOf({ code: 'usage.sum', message: 'It is wrong.', expected, received }, 60)

it('an example shows what was expected and what came', () => {
  expect(example('3', '4')).toBe('expected 3; received 4')
})

it('neither of the two takes the room of the other', () => {
  const [long, short] = ['a long text '.repeat(20), 'no text']
  for (const one of [example(long, short), example(short, long), example(long, long)]) {
    expect(width(one)).toBeLessThanOrEqual(60)
    expect(one).toMatch(/^expected \S+.*; received \S+/)
  }
  expect(example(long, short)).toContain('; received no text')
  expect(example(short, long)).toContain('expected no text; received a long text a long')
})

it('causes that read alike are told apart by an example', () => {
  const alike = { message: 'It lacks it.', checks: 2, code: 'text.missing' }
  const shown = { case: 'prompt.quoted', api: 'converse', region: '-', model: 'm', check: 'a' }
  const ending = ' (2 checks, text.missing, as in prompt.quoted)'
  expect(causeLine({ ...alike, example: shown }, 100)).toBe(`It lacks it.${ending}`)
  const long = causeLine(
    { ...alike, message: 'It lacks it, and more. '.repeat(9), example: shown },
    80,
  )
  expect(long).toMatch(/^It lacks it.*…/)
  expect(long.endsWith(ending)).toBe(true)
  expect(width(long)).toBe(80)
  expect(width(causeLine({ ...alike, example: shown }, 40))).toBe(40)
})

it.each([60, 80, 100, 200])('all of a remedy is shown at %i columns', (columns) => {
  const remedy = `${'Count every message in the tokens of the prompt, and send it on. '.repeat(4)}Then test.`
  const cause: Cause = {
    id: 'usage.prompt-1',
    rule: 'openai.usage',
    code: 'usage.prompt',
    level: 'must',
    verdict: 'fail',
    owner: 'server',
    remedy,
    message: 'It is lost.',
    apis: [],
    regions: [],
    models: [],
    checks: 1,
    cells: 1,
    passing: 0,
    consequences: [],
    example: { case: 'a.b', api: 'converse', region: '-', model: 'm', check: 'usage' },
  }
  const lines = renderCause({ cause }, modelOf(sampleReport([])), { columns })
  expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(remedy)
  expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns)
})
