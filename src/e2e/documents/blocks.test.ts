import { expect, it } from 'vitest'
import { blocksIn, comparable, kept, unmarkedIn } from './testing/blocks.ts'

const document = `
<!-- output
after: first
after: second
keep: ^b .. ^c
-->
\`\`\`
$ command --flag
…
b
c
\`\`\`

\`\`\`
$ other
x
\`\`\`
`

it('a marked block has its commands, its lines and their place', () => {
  const [block, ...more] = blocksIn(document)
  expect(more).toEqual([])
  expect(block).toMatchObject({
    before: ['first', 'second'],
    command: 'command --flag',
    keep: ['^b .. ^c'],
    shown: '…\nb\nc\n',
  })
  expect(document.slice(block?.start, block?.end)).toBe(block?.shown)
  expect(unmarkedIn(document)).toEqual(['other'])
})

it('of an output the lines are kept that are asked for', () => {
  expect(kept('a\nb\nb2\nc\nd\n', ['^b .. ^c'])).toBe('…\nb\nb2\nc\n…\n')
  expect(kept('a\nb\nc\n', ['^a', '^c'])).toBe('a\n…\nc\n')
  expect(kept('a\nb\n', [])).toBe('a\nb\n')
  expect(() => kept('a\n', ['^z'])).toThrow('No line matches /^z/')
})

it('outputs of two runs are equal but for times, addresses and random words', () => {
  const one = 'run at http://127.0.0.1:4040/ 2026-01-02 03:04   12 ms "vetiboviv"'
  const other = 'run at http://127.0.0.1:51/ 2027-11-12 13:14 1.5 s "ponokovor"'
  expect(comparable(one)).toBe(comparable(other))
  expect(comparable('2 of 46 checks')).not.toBe(comparable('3 of 46 checks'))
})
