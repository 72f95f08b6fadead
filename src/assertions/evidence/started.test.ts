import { expect, it } from 'vitest'
import { startedBlocks } from './started.ts'

const blocks = (text: string): string[] =>
  startedBlocks(text.split(' '), {
    isStart: (event) => event.startsWith('s'),
    isDelta: (event) => event.startsWith('d'),
    indexOf: (event) => event.charAt(1),
  }).map(({ start, deltas }) => [start, ...deltas].join(' '))

it('deltas belong to the block that was last started under their index', () => {
  expect(blocks('s0 d0a s1 d1a d0b s0 d0c')).toEqual(['s0 d0a d0b', 's1 d1a', 's0 d0c'])
})

it('deltas before the first start of their index belong to it', () => {
  expect(blocks('d0a s0 d0b d1a')).toEqual(['s0 d0a d0b'])
})

it('a start without deltas is a block, too', () => {
  expect(blocks('s0 s0 x0')).toEqual(['s0', 's0'])
})
