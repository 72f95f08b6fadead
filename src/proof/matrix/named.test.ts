import { describe, expect, it } from 'vitest'
import type { Candidate } from './choose.ts'
import { checksNamed } from './named.ts'

/** A candidate whose checks have these names. */
function candidate(...checks: readonly (readonly string[])[]): Candidate {
  return { checks: checks.map((names) => ({ names })) } as unknown as Candidate
}

const first = candidate(['chat.simple/usage', 'assert:usage'], ['chat.simple/one-id', 'rule:ids'])
const second = candidate(['stream.basic/usage', 'assert:usage'])
const all = [first, second]

function namesIn(glob: string): string[] {
  return checksNamed(glob, all).map(({ possible }) => possible.names[0] ?? '')
}

describe('the checks that a glob means', () => {
  it('stand in the order of the candidates, by whichever name they are called', () => {
    expect(namesIn('assert:usage')).toEqual(['chat.simple/usage', 'stream.basic/usage'])
    expect(namesIn('chat.*/*')).toEqual(['chat.simple/usage', 'chat.simple/one-id'])
  })

  it('stand there once, though several of their names fit', () => {
    expect(namesIn('*u*')).toEqual([
      'chat.simple/usage',
      'chat.simple/one-id',
      'stream.basic/usage',
    ])
  })

  it('are none where no name fits as a whole', () => {
    expect(namesIn('usage')).toEqual([])
  })
})
