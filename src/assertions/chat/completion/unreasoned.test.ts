import { describe, expect, it } from 'vitest'
import {
  chat,
  chunk,
  completion,
  done,
  stream,
  usage,
  usageChunk,
} from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

const asked = (effort: string) => ({ asked: { reasoning_effort: effort } })
const counted = (tokens: number) => ({
  usage: { ...usage, completion_tokens_details: { reasoning_tokens: tokens } },
})

describe('unreasoned', () => {
  it.each([
    ['finds reasoning', 'none', {}, 'Hm.', 'text.reasoned'],
    ['finds tokens of it', 'none', counted(3), '', 'text.reasoned'],
    ['passes without', 'none', counted(0), '', 'pass'],
    ['passes where no tokens of it are counted apart', 'none', {}, '', 'pass'],
    ['takes a line break for none', 'none', {}, '\n\n', 'pass'],
    ['leaves another effort', 'low', counted(3), 'Hm.', 'pass'],
  ])('%s', (_, effort, more, reasoning, wanted) => {
    const observation = chat(completion(more, {}, { reasoning }), asked(effort))
    expect(verdict('unreasoned', true, observation)).toBe(wanted)
  })

  it('reads the usage of a stream', () => {
    const events = [chunk({ content: 'Seven.' }), { ...usageChunk, ...counted(3) }, done]
    expect(verdict('unreasoned', true, stream(events, asked('none')))).toBe('text.reasoned')
  })
})
