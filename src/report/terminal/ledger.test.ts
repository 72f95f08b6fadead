import { expect, it } from 'vitest'
import { renderLedger } from './ledger.ts'

const rule = (id: string, line: number, excluded?: string) => ({
  id,
  text: 'A rule.',
  source: { file: 'suites/rules/a.yaml', line },
  ...(excluded !== undefined && { excluded }),
})

const whole = {
  sources: [
    {
      file: 'suites/rules/a.yaml',
      rules: 3,
      checked: 2,
      excluded: [rule('a.out', 9, 'No client uses it.')],
      open: [],
    },
    { file: 'suites/rules/long-name.yaml', rules: 12, checked: 12, excluded: [], open: [] },
  ],
  contradicted: [],
  ruleless: [],
  claimedTwice: [],
}

it('shows each file with its denominators, their sum, and every reason', () => {
  expect(renderLedger(whole)).toBe(`SOURCE          CHECKED  EXCLUDED  OPEN
a.yaml              2/3         1     0
long-name.yaml    12/12         0     0
all               14/15         1     0

Excluded, each for its reason:
  a.out
    No client uses it.
`)
})

it('says where each fault is', () => {
  const [first] = whole.sources
  const text = renderLedger({
    sources: [{ ...first!, open: [rule('a.open', 5)] }],
    contradicted: [{ rule: rule('a.both', 7, 'Why.'), checkedBy: ['chat.one/status'] }],
    ruleless: ['chat.two/json: a.lost'],
    claimedTwice: ['Usage.total'],
  })
  expect(text.split('\n\n').at(-1))
    .toBe(`suites/rules/a.yaml:5 nothing checks a.open, and no reason is given.
suites/rules/a.yaml:7 a.both is excluded, yet checked by chat.one/status.
chat.two/json: a.lost is no rule of the ledger.
Two rules claim to cover Usage.total.
`)
})
