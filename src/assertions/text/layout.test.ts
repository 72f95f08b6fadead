import { describe, expect, it } from 'vitest'
import { chat, completion } from '../testing/completion.ts'
import { verdict } from '../testing/judge.ts'
import type { Observation } from '../../model/observation.ts'

const text = 'red  green\n\tviolet\n\nmark blue yellow'

function stated(content: string, finish = 'stop'): Observation {
  return chat(completion({}, { finish_reason: finish }, { content }))
}

const judged = (content: string, finish?: string): string =>
  verdict('layout', { text }, stated(content, finish))

describe('a text that is repeated', () => {
  it.each([
    [text],
    [`Here it is:\n\n\`\`\`\n${text}\n\`\`\``],
    ['red  green \n    violet\n\n\nmark blue  yellow'],
  ])('may be %j', (content) => {
    expect(judged(content)).toBe('pass')
  })

  it.each([
    ['red  green\nviolet\n\nmark blue yellow'],
    ['red  green\n\tviolet\nmark blue yellow'],
    ['red  green\n\tviolet\n\nmarkblue yellow'],
    ['red  green\r\n\tviolet\r\n\r\nmark blue yellow'],
  ])('is not %j', (content) => {
    expect(new Set(judged(content).split(' '))).toEqual(new Set(['text.differs']))
  })

  it('does not end at a blank line', () => {
    expect(judged('red  green\n\tviolet')).toBe('text.gap')
  })

  it('is not judged where the model changes the blanks, adds text or is cut', () => {
    expect(judged('red green\nviolet\nmark blue yellow')).toBe('inconclusive')
    expect(judged('red  green\n> violet\n> mark blue yellow')).toBe('inconclusive')
    expect(judged('red  green\n\tvio', 'length')).toBe('inconclusive')
  })
})

describe('code in an answer', () => {
  const code = (content: string, finish?: string) =>
    verdict('code-layout', true, stated(content, finish))
  const lines = (...all: readonly string[]) => all.join('\n')
  const python = (...body: readonly string[]) => lines('Use this:', '```python', ...body, '```')

  it.each([
    ['plain text'],
    [python('with open("a") as file:', '    data = json.load(file)')],
    [python('def f(a):', '', '    """Of a."""', '    return a')],
    [python('try:', '# comment', '    f()')],
    [lines('- Use this:', '    ```py', '    with a as b:', '        c()', '    ```')],
    [lines('````markdown', python('f()'), '````')],
    [lines('~~~', '```', '```', '~~~')],
    [lines('```', python('f()'), '```')],
    ['Use ```f()``` here.'],
    [lines('1. ```python', '   f()', '   ```', 'Done.')],
    [lines('- ```py', '  with a as b:', '      c()', '  ```')],
    [lines('Use this: ```python', 'f()', '```')],
    [lines('With this as a rule:', 'it works.')],
  ])('may be %j', (content) => {
    expect(code(content)).toBe('pass')
  })

  it.each([
    [lines('```python', 'f()'), 'text.fence-open'],
    [lines('```python', 'f()', '```', '', '```python', 'g()'), 'text.fence-open'],
    [lines('1. ```python', '   f()'), 'text.fence-open'],
    [lines('- ```py', '  try:', '  f()', '  ```'), 'text.indentation'],
    [python('with open("a") as file:', 'data = json.load(file)'), 'text.indentation'],
    [python('  try:', '', '  f()'), 'text.indentation'],
    ['a\r\nb', 'text.line-ends'],
  ])('is not %j', (content, wanted) => {
    expect(code(content)).toBe(wanted)
  })

  it('is not judged where the answer is cut', () => {
    expect(code('```python\nf()', 'length')).toBe('inconclusive')
  })
})
