import { describe, expect, it } from 'vitest'
import { code, codeBlock, fileLink, prose, proseWithCode, tableCode } from './markdown-text.ts'
import { dangerous, hostile } from '../testing/sample.ts'

describe('prose', () => {
  it('leaves ordinary text as it is', () => {
    expect(prose('The stream ended (after 3 ms), see "x".')).toBe(
      'The stream ended (after 3 ms), see "x".',
    )
  })

  it('disarms markup, HTML, tables, mentions and links', () => {
    expect(prose('**b** _i_ ~s~ `c` $m$')).toBe('\\*\\*b\\*\\* \\_i\\_ \\~s\\~ &#96;c&#96; \\$m\\$')
    expect(prose('<b>&amp;')).toBe('&#60;b&#62;&#38;amp;')
    expect(prose('a|b\\|c')).toBe('a&#124;b&#92;&#124;c')
    expect(prose('#1 o/r#2 GH-3 a&#4')).toBe(
      '&#35;<!-- -->1 o/r#<!-- -->2 GH-<!-- -->3 a&#38;#<!-- -->4',
    )
    expect(prose('[x](http://h) @me')).toBe('\\[x\\](http&#58;//h) @<!-- -->me')
  })

  it('begins no list, heading or rule', () => {
    expect(prose('# a')).toBe('&#35; a')
    expect(prose('- a')).toBe('&#45; a')
    expect(prose('1. a')).toBe('1&#46; a')
    expect(prose('=====')).toBe('&#61;====')
  })

  it('stays one line without anything dangerous', () => {
    expect(prose(hostile)).not.toMatch(dangerous)
    expect(prose(hostile)).not.toMatch(/\n|<(?!!-- -->)|\|/)
  })
})

describe('proseWithCode', () => {
  it('keeps pairs of backticks as code, and disarms the rest', () => {
    expect(proseWithCode('Set `total_tokens` to *it*.')).toBe('Set `total_tokens` to \\*it\\*.')
    expect(proseWithCode('`a`')).toBe('`a`')
  })

  it('takes an odd backtick for no code, and lets no text break out', () => {
    expect(proseWithCode('a `b')).toBe(prose('a `b'))
    for (const text of [hostile, `\`${hostile}\``]) {
      expect(proseWithCode(text)).not.toMatch(dangerous)
      expect(proseWithCode(text)).not.toContain('\n')
    }
  })
})

describe('code', () => {
  it('uses a fence that the text does not hold', () => {
    expect(code('a')).toBe('`a`')
    expect(code('a`b')).toBe('``a`b``')
    expect(code('`a``')).toBe('``` `a`` ```')
  })

  it('gives nothing for nothing', () => {
    expect(code('')).toBe('')
  })
})

describe('tableCode', () => {
  it('is a code span where that is safe', () => {
    expect(tableCode('stream.basic')).toBe('`stream.basic`')
  })

  it('never lets a bar, a backslash or a backtick end the cell', () => {
    expect(tableCode('a|_b_\\`<i>')).toBe('<code>a&#124;&#95;b&#95;&#92;&#96;&#60;i&#62;</code>')
    expect(tableCode(hostile)).not.toMatch(/[|`\\\n]|<(?!\/?code>)/)
  })
})

describe('codeBlock', () => {
  it('uses a fence longer than any in the lines, and keeps each line one', () => {
    expect(codeBlock(['a ```` b', 'c\nd']).split('\n')).toEqual([
      '`````text',
      'a ```` b',
      'c\\nd',
      '`````',
    ])
  })
})

describe('fileLink', () => {
  it('encodes the address but for its slashes', () => {
    expect(fileLink('wire/a b(1).har')).toBe('[`wire/a b(1).har`](wire/a%20b%281%29.har)')
  })
})
