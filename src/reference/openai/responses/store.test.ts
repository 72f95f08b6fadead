import { expect, it } from 'vitest'
import type { Call } from '../../call.ts'
import { forget, keep, stored, type Stored } from './store.ts'

function kept(note: string): Stored {
  return { response: { note }, items: [], turns: [] }
}

it('the oldest responses are forgotten where too much is kept', () => {
  const call = { endpoint: 'runtime', region: 'us-east-1', memory: new Map() } as unknown as Call
  const note = 'x'.repeat(10_000_000)
  const ids = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7']
  for (const id of ids) keep(call, id, kept(note))
  for (const id of ids.slice(0, 3)) expect(() => stored(call, id), id).toThrow('not found')
  for (const id of ids.slice(3)) expect(stored(call, id).response, id).toEqual({ note })
  forget(call, 'r7')
  expect(() => stored(call, 'r7')).toThrow('not found')
  keep(call, 'r8', kept(note))
  expect(stored(call, 'r4').response).toEqual({ note })
})
