import { seededRandom } from '../../model/run/random.ts'
import { expect, it } from 'vitest'
import { jsonFault } from './json-fault.ts'
import { randomJson } from '../testing/random.ts'

const faultOf = (text: string) => jsonFault(Buffer.from(text))

it.each([
  '{}',
  ' [ ] ',
  '{"a":[1,-0.5e+3,"\\u00e9\\n",true,false,null],"b":{"c":{}}}',
  '"é😀"',
  '0',
])('finds no fault in %s', (text) => {
  expect(faultOf(text)).toBeUndefined()
})

it.each([
  ['<html>', 0],
  ['\uFEFF{}', 0],
  ['{"a":1,}', 7],
  ['{"a":1', 6],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ['[1,]', 3],
  ['[1 2]', 3],
  ['{} {}', 3],
  ['"é\n"', 3],
  ['"\\x"', 2],
  ['"\\u12g4"', 5],
  ['[01]', 2],
  ['[1.]', 3],
  ['[1e+]', 4],
  ['-', 1],
  ['nuLl', 2],
  ['[1]]', 3],
  ['{"a":1]', 6],
  ['NaN', 0],
  ["{'a':1}", 1],
])('finds the fault of %j at byte %i', (text, byte) => {
  expect(faultOf(text)?.byte).toBe(byte)
})

it('names an empty body, an early end and the byte that is wrong', () => {
  expect(faultOf('')?.message).toBe('The body is empty.')
  expect(faultOf('[1')?.message).toBe('The JSON text ends too early.')
  expect(faultOf('[1}')?.message).toBe('Byte 0x7d (}) cannot stand here in JSON.')
  expect(faultOf('[1\u0001')?.message).toBe('Byte 0x01 cannot stand here in JSON.')
})

it('agrees with JSON.parse, and points behind the longest right beginning, on damaged texts', () => {
  const random = seededRandom(7)
  const damage = '{}[]",:\\ux0-.eE+tnf \n\u0001é'
  for (let round = 0; round < 1200; round += 1) {
    const text = JSON.stringify(randomJson(random))
    const at = Math.floor(random() * (text.length + 1))
    const put = damage[Math.floor(random() * damage.length)] ?? ''
    const damaged = text.slice(0, at) + put + text.slice(at + Math.floor(random() * 3))
    const bytes = Buffer.from(damaged)
    const fault = jsonFault(bytes)
    expect(fault === undefined, damaged).toBe(parses(damaged))
    if (fault === undefined) continue
    const beginning = jsonFault(bytes.subarray(0, fault.byte))
    expect(beginning?.byte ?? fault.byte, damaged).toBe(fault.byte)
  }
})

it('survives any depth', () => {
  expect(faultOf('['.repeat(300_000))?.byte).toBe(300_000)
  expect(faultOf('{"a":'.repeat(100_000))?.byte).toBe(500_000)
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
