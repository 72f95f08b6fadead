import { describe, expect, it } from 'vitest'
import { dangerous, hostile } from '../testing/sample.ts'
import { visible, visibleLines } from './visible.ts'

describe('visible', () => {
  it('writes line ends and tabs as people write them', () => {
    expect(visible('a\nb\r\tc')).toBe('a\\nb\\r\\tc')
  })

  it('writes every other control as its code point, 8-bit ones too', () => {
    expect(visible('\u0000\u001b[31m\u007f\u009b')).toBe('\\u0000\\u001b[31m\\u007f\\u009b')
  })

  it('shows what would reorder or hide text', () => {
    expect(visible('\u202egnp\u2066\u200b\ufeff\u{e0041}')).toBe(
      '\\u202egnp\\u2066\\u200b\\ufeff\\u{e0041}',
    )
  })

  it('shows lone surrogates and noncharacters, and keeps pairs', () => {
    expect(visible('\ud800 \udc00 \ufffe 😀')).toBe('\\ud800 \\udc00 \\ufffe 😀')
  })

  it('keeps the joiners that scripts and emoji need', () => {
    expect(visible('می\u200cخواهم 👩\u200d💻 é 漢')).toBe('می\u200cخواهم 👩\u200d💻 é 漢')
  })

  it('leaves nothing dangerous of hostile text', () => {
    expect(hostile).toMatch(dangerous)
    expect(visible(hostile)).not.toMatch(dangerous)
  })

  it('leaves no command that a runner of jobs acts on, wherever a line may begin', () => {
    expect(visible('a ##[add-mask]b')).toBe('a #\\#[add-mask]b')
    expect(visible('  ::stop-commands::x a::b ::1')).toBe('  :\\:stop-commands:\\:x a:\\:b ::1')
    expect(visible('section_start:1:x')).toBe('section\\_start:1:x')
    expect(visible('##vso[task.x]1 ##teamcity[x]')).toBe('#\\#vso[task.x]1 #\\#teamcity[x]')
  })
})

it('text of many lines keeps its lines and tabs, and nothing else that a terminal acts on', () => {
  expect(visibleLines('a\n\tb\r\n\u009b31m\u202e ##[error]')).toBe(
    'a\n\tb\\r\n\\u009b31m\\u202e #\\#[error]',
  )
  expect(visibleLines(hostile)).not.toMatch(dangerous)
})
