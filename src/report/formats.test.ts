import { describe, expect, it, vi } from 'vitest'
import { formats, renderingOf } from './formats.ts'
import { modelOf } from './model/model.ts'
import { failingCheck, sampleCell, sampleReport } from './testing/sample.ts'

const report = sampleReport([sampleCell({ checks: [failingCheck()] })])

describe('the table of formats', () => {
  it('names each format and each file once', () => {
    for (const key of ['name', 'file'] as const) {
      const values = formats.map((format) => format[key])
      expect(new Set(values).size).toBe(values.length)
    }
  })

  it.each(formats)(
    'gives the same text of $file twice, and changes nothing of the model',
    (one) => {
      const model = modelOf(report)
      const before = JSON.stringify(model)
      expect(one.render(model, {})).toBe(one.render(modelOf(report), {}))
      expect(JSON.stringify(model)).toBe(before)
    },
  )
})

describe('a rendering', () => {
  it('cleans each text, and makes it once however often it is read', () => {
    const clean = vi.fn((text: string) => text.replaceAll('terminator', '***'))
    const rendering = renderingOf(modelOf(report), {}, clean)
    for (const name of ['json', 'junit', 'markdown', 'html'] as const) {
      expect(rendering(name)).toContain('without its ***')
      expect(rendering(name)).not.toContain('terminator')
    }
    const calls = clean.mock.calls.length
    rendering('html')
    rendering('json')
    expect(clean).toHaveBeenCalledTimes(calls)
  })

  it('has no text of a format that does not apply to the report', () => {
    const rendering = renderingOf(modelOf(report), {}, (text) => text)
    expect(rendering('regions')).toBeUndefined()
  })
})
