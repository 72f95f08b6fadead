import { describe, expect, it } from 'vitest'
import { madeUpWords, steady, steadyCommand } from './steady.ts'

describe('the steady form of evidence', () => {
  it.each([
    ['chatcmpl-55e1a5fa632b', 'chatcmpl-ID'],
    ['"id":"chatcmpl-f32ccc31-1ea9-4dba-81b2-8d4a21306557"', '"id":"chatcmpl-ID"'],
    ['resp_0899d179c8af4b75abec383e6d135209 not found', 'resp_ID not found'],
    ['"id":"bedrock-1795663972159"', '"id":"bedrock-TIME"'],
    ['"id":"chatcmpl-qCuyWkKC7EewdInZ"', '"id":"chatcmpl-ID"'],
    ['"id":"chatcmpl--x3i9Hyk9t_6c_e2"', '"id":"chatcmpl-ID"'],
    ['"created":1795654181,', '"created":TIME,'],
    ['@wire/limits.overflow.45c09d88281d.body', '@wire/limits.overflow.ID.body'],
    ['at 2026-11-26T03:50:45.345382Z', 'at TIME'],
    ['17 ms after event 20', 'N ms after event 20'],
    ['http://127.0.0.1:43411/v1', 'http://127.0.0.1:PORT/v1'],
    [String.raw`File \"/home/user/.cache/e2e/lite…`, String.raw`File \"PATH`],
    ['"id":"msg_qXLjT6EYObIA0bFW"', '"id":"msg_ID"'],
  ])('of %s is %s', (text, form) => {
    expect(steady(text, [])).toBe(form)
  })

  it.each([
    'openai.gpt-oss-20b-1:0',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'bedrock-2023-09-30',
    'structured_outputs',
    'chatcmpl-no-such-completion',
    '/choices/0/delta',
    'max_completion_tokens 4096',
    'us-west-2',
  ])('keeps %s, which is the same in every run', (text) => {
    expect(steady(text, [])).toBe(text)
  })

  it('keeps what a command sends as base64, and no identifier of the server', () => {
    const command = `printf %s 'eyJtb2RlbCI6Im0iLCJtZXNz' | base64 -d | curl "$URL"/resp_0899d179c8af4b75`
    expect(steadyCommand(command, [])).toBe(command.replace(/resp_.*/, 'resp_ID'))
  })

  it('renames the words of a request, each to one of its own, wherever they stand', () => {
    const words = madeUpWords('say bebivikil, then sinavebes, then bebivikil')
    expect(words).toEqual(['bebivikil', 'sinavebes'])
    expect(steady('sinavebes and bebivikil, and what tolerates it', words)).toBe(
      'sonetakil and marodeliv, and what tolerates it',
    )
  })
})
