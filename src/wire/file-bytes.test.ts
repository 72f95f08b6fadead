import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openBytes } from './file-bytes.ts'

const folder = mkdtempSync(join(tmpdir(), 'bytes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = Array.from({ length: 300_000 }, (_, line) => `größe ${line}`).join('\n')
const whole = Buffer.from(text)

function joined(blocks: Iterable<Uint8Array>): Buffer {
  return Buffer.concat([...blocks].map((block) => Buffer.from(block)))
}

it('a file is read in blocks, again from the beginning, and at any place', () => {
  const path = join(folder, 'large')
  writeFileSync(path, text)
  const bytes = openBytes(path)
  const sizes = []
  for (const block of bytes.blocks()) sizes.push(block.length)
  expect(sizes.length).toBeGreaterThan(2)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024)
  const copies = []
  for (const block of bytes.blocks()) copies.push(Buffer.from(block))
  expect(Buffer.concat(copies).equals(whole)).toBe(true)
  expect(bytes.text(1_048_570, 40)).toBe(whole.toString('utf8', 1_048_570, 1_048_610))
  truncateSync(path, 100)
  expect(bytes.text(90, 40)).toBe(whole.toString('utf8', 90, 100))
  bytes.close()
  const other = openBytes(path) // gets the number that is free
  expect(() => bytes.text(0, 1)).toThrow('bad file descriptor')
  expect(() => bytes.close()).toThrow('bad file descriptor')
  other.close()
})

it('a pipe is read whole, once', async () => {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const writer = spawn('sh', ['-c', `printf 'a largö text' > '${path}'`])
  const bytes = openBytes(path)
  expect(joined(bytes.blocks()).toString()).toBe('a largö text')
  expect(bytes.text(2, 6)).toBe('largö')
  await new Promise((resolve) => writer.on('close', resolve))
})

it('what cannot be read says why', () => {
  expect(() => openBytes(folder)).toThrow(expect.objectContaining({ code: 'EISDIR' }))
  expect(() => openBytes(join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }))
})
