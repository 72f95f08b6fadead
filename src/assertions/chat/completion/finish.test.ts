import { describe, expect, it } from 'vitest'
import { chat, completion, stream } from '../../testing/completion.ts'
import { judge, verdict } from '../../testing/judge.ts'
import { observed } from '../../testing/observation.ts'

const calls = [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }]
const ended = (finish_reason: unknown, message = {}, asked = {}) =>
  chat(completion({}, { finish_reason }, message), { asked })

describe('finish', () => {
  it('takes the meaning of the reason or its spelling', () => {
    expect(verdict('finish', 'length', ended('length'))).toBe('pass')
    expect(verdict('finish', ['stop', 'tool'], ended('tool_calls'))).toBe('pass')
    expect(verdict('finish', 'tool_calls', ended('tool_calls'))).toBe('pass')
    expect(verdict('finish', 'stop', stream())).toBe('pass')
  })

  it('fails for another reason, and for none', () => {
    const { findings } = judge('finish', 'length', ended('stop'))
    expect(findings.map(({ code, received }) => [code, received])).toEqual([
      ['finish.unexpected', '"stop" after 21 characters, 7 tokens'],
    ])
    expect(verdict('finish', 'stop', ended(null))).toBe('finish.missing')
  })

  it('is inconclusive where there is no reply', () => {
    expect(verdict('finish', 'stop', observed({ status: 500 }))).toBe('inconclusive')
  })
})

describe('finish-consistent', () => {
  it('holds when tools are called exactly where the reason says so', () => {
    expect(verdict('finish-consistent', true, ended('stop'))).toBe('pass')
    expect(verdict('finish-consistent', true, ended('tool_calls', { tool_calls: calls }))).toBe(
      'pass',
    )
    expect(verdict('finish-consistent', true, ended('length', { tool_calls: calls }))).toBe('pass')
  })

  it('fails either way round', () => {
    expect(verdict('finish-consistent', true, ended('stop', { tool_calls: calls }))).toBe(
      'finish.tools-without-calls',
    )
    expect(verdict('finish-consistent', true, ended('tool_calls'))).toBe(
      'finish.calls-without-tools',
    )
  })

  it('fails where calls end with the reason of the deprecated functions', () => {
    const { findings } = judge(
      'finish-consistent',
      true,
      ended('function_call', { tool_calls: calls }),
    )
    expect(findings.map(({ code, received }) => [code, received])).toEqual([
      ['finish.tools-without-calls', '"function_call"'],
    ])
    expect(verdict('finish-consistent', true, ended('function_call'))).toBe('pass')
  })

  it('accepts stop where the request names the tool', () => {
    const asked = { tool_choice: { type: 'function', function: { name: 'f' } } }
    expect(verdict('finish-consistent', true, ended('stop', { tool_calls: calls }, asked))).toBe(
      'pass',
    )
    const required = { tool_choice: 'required' }
    expect(verdict('finish-consistent', true, ended('stop', { tool_calls: calls }, required))).toBe(
      'finish.tools-without-calls',
    )
  })
})
