import { describe, expect, it } from 'vitest'
import { caretUnder, renderProblem } from './file-problem.ts'

const problem = {
  file: 'suites/chat/basic.yaml',
  line: 12,
  column: 5,
  message: 'unknown key "titel"',
  lineText: '    titel: x',
  caret: '    ^^^^^',
}

describe('a problem is rendered', () => {
  it('with its place, the line and a caret under the wrong part', () => {
    expect(renderProblem({ ...problem, hint: 'did you mean "title"?' })).toBe(
      [
        'suites/chat/basic.yaml:12:5: unknown key "titel"; did you mean "title"?',
        '  12 |     titel: x',
        '     |     ^^^^^',
      ].join('\n'),
    )
  })

  it('without a line where there is none', () => {
    const bare = { ...problem, lineText: '', caret: '' }
    expect(renderProblem(bare)).toBe('suites/chat/basic.yaml:12:5: unknown key "titel"')
  })

  it('with the part of a long line around the caret', () => {
    const lineText = `${'a'.repeat(200)}WRONG${'b'.repeat(200)}`
    const long = { ...problem, column: 201, lineText, caret: caretUnder(lineText, 200, 5) }
    const [, text = '', caret = ''] = renderProblem(long).split('\n')
    expect(text.length).toBeLessThan(140)
    expect(text.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('WRONG')
  })
})

describe('the caret stands under the wrong part', () => {
  it('after tabs, which stay tabs', () => {
    expect(caretUnder('\ta: b', 4, 1)).toBe('\t   ^')
  })

  it('after characters that a terminal draws two columns wide, or on top of another', () => {
    expect(caretUnder('日本: x', 4, 1)).toBe('      ^')
    expect(caretUnder('e\u0301: x', 4, 1)).toBe('   ^')
  })

  it('even when nothing is there to be marked', () => {
    expect(caretUnder('a:', 2, 0)).toBe('  ^')
  })
})
