/** The arrows between folders point one way; this reads the import lines and says where one does not. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('.', import.meta.url))

/** Folders that each folder may import from, besides itself and `data`. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  data: [],
  wire: [],
  api: [],
  check: [],
  judge: [],
  suite: [],
  report: [],
  reference: [],
  e2e: [],
  run: ['wire', 'api', 'check', 'judge', 'suite'],
  target: ['wire', 'api'],
  cli: ['run', 'report', 'judge', 'suite', 'target', 'wire', 'check', 'api', 'reference', 'e2e'],
}

interface Import {
  readonly file: string
  readonly folder: string
  readonly from: string
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8')
  const folder = file.split('/')[0] ?? ''
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...specifiers].map(([, from = '']) => ({ file, folder, from }))
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file.includes('/'))
  .map((file) => file.replaceAll('\\', '/'))
const product = files.filter((file) => !file.endsWith('.test.ts') && !file.includes('/testing/'))
const imports = product.flatMap(importsOf)

function targetFolder({ file, from }: Import): string {
  return relative(source, resolve(source, dirname(file), from)).split('/')[0] ?? ''
}

describe('the architecture', () => {
  it('has every folder in the table of arrows', () => {
    const folders = new Set(files.map((file) => file.split('/')[0]))
    expect([...folders].filter((folder) => !Object.hasOwn(allowed, folder ?? ''))).toEqual([])
  })

  it('has imports between folders only along the arrows', () => {
    const wrong = imports
      .filter(({ from }) => from.startsWith('.'))
      .map((found) => ({ ...found, to: targetFolder(found) }))
      .filter(({ folder, to }) => to !== folder && to !== 'data')
      .filter(({ folder, to }) => !(allowed[folder] ?? []).includes(to))
      .map(({ file, to }) => `${file} imports from ${to}`)
    expect(wrong).toEqual([])
  })

  it('lets only wire speak HTTP as a client', () => {
    const clients = imports.filter(
      ({ folder, from }) => folder !== 'wire' && /^(undici|node:https)$/.test(from),
    )
    expect(clients.map(({ file }) => file)).toEqual([])
  })

  it('keeps vitest out of the product', () => {
    expect(imports.filter(({ from }) => from === 'vitest').map(({ file }) => file)).toEqual([])
  })

  it('finds imports at all', () => {
    expect(imports.length).toBeGreaterThan(100)
  })
})
