import { describe, expect, it, vi } from 'vitest'
import { wholeText } from '../model/text/pieces.ts'
import { fileOfPart, formats, isFurtherFile, renderingOf } from './formats.ts'
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
      const [first, second] = [model, modelOf(report)].map((of) =>
        [...one.render(of, {})].map(wholeText),
      )
      expect(first).toEqual(second)
      expect(JSON.stringify(model)).toBe(before)
    },
  )
})

describe('a rendering', () => {
  it('cleans each text, and makes a short one once however often it is read', () => {
    const clean = vi.fn((text: string) => text.replaceAll('terminator', '***'))
    const rendering = renderingOf(modelOf(report), {}, clean)
    for (const name of ['json', 'junit', 'markdown', 'html'] as const) {
      const text = [...rendering(name)].map(wholeText).join('')
      expect(text).toContain('without its ***')
      expect(text).not.toContain('terminator')
    }
    const calls = clean.mock.calls.length
    rendering('html')
    rendering('markdown')
    expect(clean).toHaveBeenCalledTimes(calls)
  })

  it('has no text of a format that does not apply to the report', () => {
    const rendering = renderingOf(modelOf(report), {}, (text) => text)
    expect([...rendering('regions')]).toEqual([])
  })

  it('holds the text of one cell at a time, and makes it only when it is asked for', () => {
    const cells = Array.from({ length: 50 }, (_, index) => {
      const cell = sampleCell({ case: `chat.c${index}`, checks: [failingCheck()] })
      return Object.defineProperty(cell, 'title', {
        get() {
          made.push(index)
          return 'T'
        },
      })
    })
    const made: number[] = []
    const model = modelOf(sampleReport([], { cells }))
    made.length = 0
    const [json = ''] = renderingOf(model, {}, (text) => text)('json')
    let pieces = 0
    for (const piece of json) {
      expect(piece.match(/"case"/g)?.length ?? 0).toBeLessThanOrEqual(1)
      expect(new Set(made).size).toBe(Math.min(pieces, 50))
      pieces += 1
    }
    expect(pieces).toBe(52)
  })
})

describe('a further file of a format', () => {
  it('has a numbered name, and is known by it', () => {
    const names = [1, 2, 10].map((number) => fileOfPart('junit.xml', number))
    expect(names).toEqual(['junit.xml', 'junit-2.xml', 'junit-10.xml'])
    expect(names.map(isFurtherFile)).toEqual([false, true, true])
    for (const name of ['report-2.md', 'junit-2.txt', 'my-junit-2.xml', 'junit-x.xml']) {
      expect(isFurtherFile(name)).toBe(false)
    }
  })
})
