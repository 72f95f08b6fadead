import { describe, expect, it } from 'vitest'
import { parseTemplate } from './placeholder.ts'
import { toTemplate } from './template.ts'

describe('a text with templates', () => {
  it('is taken apart into text and variables', () => {
    expect(parseTemplate('a ${model} b').map(({ kind }) => kind)).toEqual(['text', 'hole', 'text'])
  })
})

describe('a template', () => {
  it('of a value without variables is that very value', () => {
    const value = { list: [1, 'a', null], bytes: new Uint8Array(2) }
    expect(toTemplate(value)).toEqual({ kind: 'value', value })
    expect(toTemplate(value)).toHaveProperty(
      'value',
      expect.toSatisfy((one) => one === value),
    )
  })

  it('of a value with an escaped ${ holds the plain text', () => {
    expect(toTemplate(['$${x}'])).toEqual({
      kind: 'list',
      items: [{ kind: 'value', value: '${x}' }],
    })
  })

  it('refuses a malformed variable', () => {
    expect(() => toTemplate('a ${b')).toThrow('Malformed variable ${b')
  })
})
