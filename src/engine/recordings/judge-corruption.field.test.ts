/** Every corruption of a published recording is found; what no reader could know is stated here too. */
import { seededRandom } from '../../model/run/random.ts'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { runReplies, type CellResult, type Report } from '../../model/report.ts'
import { readEventStream } from '../../wire/event-stream/event-stream.ts'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'

const folder = fileURLToPath(new URL('../../../../shared/observed', import.meta.url))

interface Entry {
  readonly [member: string]: unknown
  readonly response: {
    readonly bodySize: number
    readonly content: { readonly size: number; readonly text: string; readonly encoding?: string }
  }
}

const wires = readdirSync(folder).flatMap(entriesOf).filter(isWireBytes)

function entriesOf(file: string): readonly Entry[] {
  if (!file.endsWith('.har')) return []
  const text = readFileSync(join(folder, file), 'utf8')
  return (JSON.parse(text) as { log: { entries: Entry[] } }).log.entries
}

function isWireBytes(entry: Entry): boolean {
  return entry['_fidelity'] === 'wire-bytes'
}

function bodyOf({ response: { content } }: Entry): Buffer {
  return Buffer.from(content.text, content.encoding === 'base64' ? 'base64' : 'utf8')
}

function isStream(entry: Entry): boolean {
  return entry['_api'] === 'converse-stream'
}

interface Variant {
  readonly name: string
  readonly entry: Entry
}

/** The entry with other bytes; whoever changed them may have changed the sizes to fit. */
function variant(entry: Entry, name: string, bytes: Uint8Array, fit = false): Variant {
  const { response } = entry
  const text = Buffer.from(bytes).toString('base64')
  const content = {
    ...response.content,
    text,
    encoding: 'base64',
    ...(fit && { size: bytes.length }),
  }
  const id = `${String(entry['_id'])}_${name}`
  const sizes = fit ? { bodySize: bytes.length } : {}
  return {
    name: `har.${id}`,
    entry: { ...entry, _id: id, response: { ...response, ...sizes, content } },
  }
}

function flips(entry: Entry, count: number, random: (below: number) => number): Variant[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = bodyOf(entry)
    const at = random(bytes.length)
    const bit = random(8)
    bytes[at] = bytes[at]! ^ (1 << bit)
    return variant(entry, `flip-${index}-byte-${at}-bit-${bit}`, bytes)
  })
}

function cuts(entry: Entry, random: (below: number) => number): Variant[] {
  const bytes = bodyOf(entry)
  const lengths = [1, 2, 16, 1 + random(bytes.length - 1), 1 + random(bytes.length - 1)]
  return lengths.flatMap((length) => {
    const rest = bytes.subarray(0, bytes.length - length)
    return [
      variant(entry, `cut-${length}`, rest),
      variant(entry, `fitted-cut-${length}`, rest, true),
    ]
  })
}

function drops(entry: Entry): Variant[] {
  const bytes = bodyOf(entry)
  const { frames } = readEventStream([{ at: 0, bytes }])
  return frames.flatMap(({ start, end, headers }, index) => {
    const type = String(headers.find(({ name }) => name === ':event-type')?.value)
    const rest = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
    return [
      variant(entry, `drop-${index}-${type}`, rest),
      variant(entry, `fitted-drop-${index}-${type}`, rest, true),
    ]
  })
}

function sample<T>(list: readonly T[], count: number, below: (limit: number) => number): T[] {
  const rest = [...list]
  const taken = Math.min(count, rest.length)
  return Array.from({ length: taken }, () => rest.splice(below(rest.length), 1)[0]!)
}

async function judged(variants: readonly Variant[]): Promise<Map<string, CellResult>> {
  const file = join(temporaryFolder(), 'corrupted.har')
  const entries = variants.map(({ entry }) => entry)
  writeFileSync(file, JSON.stringify({ log: { version: '1.2', entries } }))
  const { stdout, stderr } = await runProgram(['judge', file, '--json'])
  expect(stdout, stderr).not.toBe('')
  const report = JSON.parse(stdout) as Report
  const cells = report.cells.filter((cell) => cell.case !== runReplies)
  expect(cells).toHaveLength(variants.length)
  return new Map(cells.map((cell) => [cell.case, cell]))
}

function notRed(cells: ReadonlyMap<string, CellResult>, variants: readonly Variant[]): string[] {
  return variants.map(({ name }) => name).filter((name) => cells.get(name)?.verdict !== 'fail')
}

/** Whether two values differ in nothing but texts, numbers and names of members. */
function alike(one: unknown, other: unknown): boolean {
  if (typeof one !== typeof other || Array.isArray(one) !== Array.isArray(other)) return false
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return true
  }
  const [ones, others] = [Object.values(one) as unknown[], Object.values(other) as unknown[]]
  return ones.length === others.length && ones.every((value, index) => alike(value, others[index]))
}

describe('the wire bytes of published recordings', () => {
  const random = seededRandom(20261122)
  const below = (limit: number): number => Math.floor(random() * limit)
  const streams = wires.filter(isStream)
  const bodies = wires.filter((entry) => !isStream(entry))
  const whole = wires.map((entry) => variant(entry, 'as-it-was', bodyOf(entry)))
  const streamFlips = streams.flatMap((entry) => flips(entry, 6, below))
  const bodyFlips = bodies.flatMap((entry) => flips(entry, 8, below))
  const dropped = streams.flatMap((entry) => sample(drops(entry), 10, below))
  const cut = wires.flatMap((entry) => cuts(entry, below))
  let cells: Map<string, CellResult>

  beforeAll(async () => {
    cells = await judged([...whole, ...streamFlips, ...bodyFlips, ...dropped, ...cut])
  }, 60_000)

  it('are there, and are not red as they are', () => {
    expect([streams.length, bodies.length]).toEqual([7, 19])
    expect(notRed(cells, whole)).toHaveLength(26)
  })

  it('are red with any bit of an event stream flipped', () => {
    expect(notRed(cells, streamFlips)).toEqual([])
  })

  it('are red with any tail cut, also when the sizes were made to fit', () => {
    expect(notRed(cells, cut)).toEqual([])
  })

  it('are red with any frame dropped', () => {
    const honest = dropped.filter(({ name }) => !name.includes('fitted'))
    expect(notRed(cells, honest)).toEqual([])
  })

  it('are red with any frame dropped but one with text, when the sizes were made to fit', () => {
    const fitted = dropped.filter(({ name }) => !name.endsWith('contentBlockDelta'))
    expect(fitted.length).toBeGreaterThan(5)
    expect(notRed(cells, fitted)).toEqual([])
  })

  it('are red with any bit of JSON flipped that leaves more than another text, number or name', () => {
    const open = bodyFlips.filter(({ name }) => cells.get(name)?.verdict !== 'fail')
    expect(open.length).toBeLessThan(bodyFlips.length / 2)
    for (const { name, entry } of open) {
      const original = wires.find(({ _id: id }) => name.startsWith(`har.${String(id)}_`))!
      const value: unknown = JSON.parse(bodyOf(entry).toString('utf8'))
      expect(alike(JSON.parse(bodyOf(original).toString('utf8')), value), name).toBe(true)
    }
  })
})
