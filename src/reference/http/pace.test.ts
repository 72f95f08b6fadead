import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deviation } from '../deviation.ts'
import { startReference, type ReferenceServer } from '../server.ts'
import { ask, chatPath, userSays } from '../testing/asked.ts'

/** Milliseconds before each piece of the last answer. */
let waits: readonly number[] = []

const observer: Deviation = {
  id: 'observer',
  kind: 'oddity',
  about: 'Nothing changes.',
  seen: [],
  hooks: {
    frames: (pieces) => {
      waits = pieces.map(({ wait }) => wait)
      return pieces
    },
  },
}
const live = [observer]
let reference: ReferenceServer

beforeAll(async () => {
  reference = await startReference({ deviations: live })
})

afterAll(async () => reference.close())

/** What is waited before the pieces of the answer to `content`. */
async function waitsFor(content: string): Promise<readonly number[]> {
  const body = userSays(content, { stream: true, temperature: 0 })
  const { status } = await ask(reference, { path: chatPath, body })
  expect(status).toBe(200)
  return waits
}

describe('the pieces of a stream', () => {
  it('follow one another at once where they are few', async () => {
    const pieces = await waitsFor('Say hello.')
    expect(pieces.length).toBeGreaterThan(1)
    expect(Math.max(...pieces)).toBe(0)
  })

  it('have pauses between them where they are many, as a deviation has it or of a millisecond', async () => {
    const story = 'Write a story of about 300 words about a lighthouse keeper.'
    expect(new Set(await waitsFor(story))).toEqual(new Set([0, 1]))
    live.push({
      ...observer,
      id: 'slow',
      hooks: { timing: (timing) => ({ ...timing, gap: 2 }) },
    })
    expect(Math.max(...(await waitsFor('Say hello.')))).toBe(2)
    live.pop()
  })
})
