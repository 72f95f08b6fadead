import { describe, expect, it } from 'vitest'
import { recognise } from '../../protocol/recognise.ts'
import { apis } from '../../protocol/registry.ts'
import { observed } from '../../protocol/testing/observed.ts'
import { observe } from './observe.ts'

describe('published recordings', () => {
  const recordings = observed()

  it('are all read without a violation of their framing', () => {
    expect(recordings.length).toBeGreaterThan(90)
    for (const { id, exchange: one } of recordings) {
      const seen = observe(one, apis[recognise(one) ?? 'openai-chat'], { family: 'unknown' })
      expect([id, ...(seen.frames?.violations ?? []), ...(seen.sse?.violations ?? [])]).toEqual([
        id,
      ])
      expect(seen.body, id).not.toHaveProperty('invalidUtf8At')
    }
  })

  it('give a text, a call or reasoning, a known ending and usage wherever they answer', () => {
    const answers = recordings.filter(
      ({ id, api }) => !['error', 'models'].includes(api) && !authored(id),
    )
    for (const { id, exchange: one } of answers) {
      const { reply, error } = observe(one, apis[recognise(one)!], { family: 'unknown' })
      expect(error, id).toBeUndefined()
      const stated = `${reply?.text}${reply?.reasoning}${reply?.toolCalls.map((call) => call.name)}`
      expect(stated, id).not.toBe('')
      expect(['stop', 'length', 'tool', 'filter'], id).toContain(reply?.ending)
      if (reply?.ending === 'tool') expect(reply.toolCalls, id).not.toEqual([])
      if (reply?.ending === 'stop') expect(reply.text, id).not.toMatch(/^\s*$/)
      for (const call of reply?.toolCalls ?? []) {
        expect(() => JSON.parse(call.arguments) as unknown, id).not.toThrow()
      }
      expect(reply?.text, id).not.toContain('<reasoning>')
    }
  })

  it('give an error with a message wherever they refuse', () => {
    const refusals = recordings.filter(
      ({ api, exchange: one }) => api === 'error' && one.response?.status !== 200,
    )
    expect(refusals.length).toBeGreaterThan(10)
    for (const { id, exchange: one } of refusals) {
      const { error } = observe(one, apis[recognise(one) ?? 'converse'], { family: 'unknown' })
      expect(error?.message, id).toMatch(/^[^{]+/)
      expect(['openai', 'message'], id).toContain(error?.envelope)
    }
  })

  it('give the error of an exception frame', () => {
    const broken = recordings.filter(({ id }) => authored(id))
    const codes = broken.map(
      ({ exchange: one }) =>
        observe(one, apis['converse-stream'], { family: 'unknown' }).error?.code,
    )
    expect(codes).toEqual(['modelStreamErrorException', 'modelStreamErrorException'])
  })
})

/** Composed by a codec, not captured. */
function authored(id: string): boolean {
  return id === 'vc-25a13b1b06' || id === 'vc-a4c3d7e79d'
}
