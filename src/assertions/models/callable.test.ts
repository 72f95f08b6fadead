import { describe, expect, it } from 'vitest'
import { chat } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'
import { answered, model, observed } from '../testing/observation.ts'

describe('callable', () => {
  const error = { message: 'No such model', type: 'x', param: null, code: 'model_not_found' }

  it('holds for a model that answers', () => {
    expect(verdict('callable', true, chat())).toBe('pass')
  })

  it('names the cause of a refusal, where the profile knows it', () => {
    const refusal = answered({ error }, { status: 404 })
    expect(judge('callable', true, refusal).findings).toMatchObject([
      {
        code: 'models.not-callable',
        message: `The model "${model}" is listed and refused as unknown-model.`,
      },
    ])
    const other = answered({ error: { ...error, code: 'odd' } }, { status: 402 })
    expect(judge('callable', true, other).findings[0]?.message).toContain('for no known cause')
  })

  it('fails for an error under status 200 and is inconclusive when throttled', () => {
    expect(verdict('callable', true, answered({ error }))).toBe('models.not-callable')
    expect(verdict('callable', true, observed({ status: 429 }))).toBe('inconclusive')
  })
})

describe('model-as-listed', () => {
  const entry = { id: model, object: 'model', created: 1, owned_by: 'system' }
  const steps = new Map([['list', [answered({ object: 'list', data: [{ id: 'other' }, entry] })]]])
  const against = (json: unknown, list = steps) =>
    verdict('model-as-listed', { list: 'list' }, answered(json, { api: 'openai-models' }), {
      steps: list,
    })

  it('holds for the entry of the list, whatever its time', () => {
    expect(against(entry)).toBe('pass')
    expect(against({ ...entry, created: 99, more: true })).toBe('pass')
  })

  it('fails for another id, object or owner, each by itself', () => {
    expect(against({ ...entry, id: 'other' })).toBe('models.not-as-listed')
    expect(against({ identifier: model })).toBe(Array(3).fill('models.not-as-listed').join(' '))
  })

  it('is inconclusive where the list cannot be read or lacks the model', () => {
    expect(against(entry, new Map())).toBe('inconclusive')
    const data = [{ id: 'other' }]
    expect(against(entry, new Map([['list', [answered({ data })]]]))).toBe('inconclusive')
  })
})
