import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream } from '../testing/completion.ts'
import { judge } from '../testing/judge.ts'

describe('unique-in-run', () => {
  it('gives the id of an answer, of a stream once', () => {
    expect(judge('unique-in-run', 'answer', chat(completion({ id: 'c-1' }))).ownId).toEqual({
      names: 'answer',
      value: 'c-1',
      at: { pointer: '/id' },
    })
    const chunks = [chunk({ content: 'a' }, {}, { id: 'c-2' }), chunk({}, {}, { id: 'c-2' })]
    expect(judge('unique-in-run', 'answer', stream([...chunks, done])).ownId).toEqual({
      names: 'answer',
      value: 'c-2',
    })
  })

  it('gives the request id that a header carries, and passes where none does', () => {
    const headers = [['X-Request-Id', ' r-1 ']] as const
    expect(judge('unique-in-run', 'request', chat(completion(), { headers })).ownId).toEqual({
      names: 'request',
      value: 'r-1',
      at: { header: 'x-request-id' },
    })
    expect(judge('unique-in-run', 'request', chat())).toEqual({ findings: [] })
  })

  it('passes over an id that the request names, which is that of an earlier answer', () => {
    const asked = { previous_response_id: 'c-1' }
    expect(judge('unique-in-run', 'answer', chat(completion({ id: 'c-1' }), { asked }))).toEqual({
      findings: [],
    })
    const other = { previous_response_id: 'c-10' }
    expect(
      judge('unique-in-run', 'answer', chat(completion({ id: 'c-1' }), { asked: other })).ownId,
    ).toBeDefined()
  })

  it('passes over a missing id, of which other checks say that it is due', () => {
    expect(judge('unique-in-run', 'answer', chat(completion({ id: '' })))).toEqual({ findings: [] })
  })
})
