import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '../../../model/problem.ts'
import { writeReports } from './write.ts'

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'reports-'))
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

const reports = [
  { path: 'report.json', text: '{}' },
  { path: 'regions.md', text: undefined },
  { path: 'junit.xml', text: '<x/>' },
]
const withRegions = reports.map(({ path, text = 'r' }) => ({ path, text }))

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .toSorted()
}

describe('writeReports', () => {
  it('makes the directory and writes every file', async () => {
    const directory = join(root, 'a', 'b')
    const wire = [{ path: 'wire/stream.basic.har', text: 'har' }]
    await writeReports(directory, withRegions, wire)
    expect(await filesBelow(directory)).toEqual([
      'junit.xml',
      'regions.md',
      'report.json',
      'wire/stream.basic.har',
    ])
    expect(await readFile(join(directory, 'report.json'), 'utf8')).toBe('{}')
    expect(await readFile(join(directory, 'wire/stream.basic.har'), 'utf8')).toBe('har')
  })

  it('removes what an earlier run left, and nothing else', async () => {
    const wire = [
      { path: 'wire/old.har', text: 'old' },
      { path: 'wire/both.har', text: 'old' },
    ]
    await writeReports(root, withRegions, wire)
    await writeFile(join(root, 'notes.txt'), 'mine')
    await writeFile(join(root, 'wire', 'notes.txt'), 'mine')
    await writeReports(root, reports, [{ path: 'wire/both.har', text: 'new' }])
    expect(await filesBelow(root)).toEqual(
      ['junit.xml', 'notes.txt', 'report.json', 'wire/both.har', 'wire/notes.txt'].toSorted(),
    )
    expect(await readFile(join(root, 'wire/both.har'), 'utf8')).toBe('new')
  })

  it('says in one line what to do about a directory that cannot be written', async () => {
    await writeFile(join(root, 'file'), '')
    const attempt = writeReports(join(root, 'file', 'below'), reports, [])
    await expect(attempt).rejects.toThrow(Problem)
    await expect(attempt).rejects.toThrow(
      /^Cannot write reports to .*below: a part of the path is a file, not a directory\. .*--report-dir\.$/,
    )
  })

  it('leaves no half-written file behind', async () => {
    await mkdir(join(root, 'junit.xml', 'in-the-way'), { recursive: true })
    await expect(writeReports(root, reports, [])).rejects.toThrow(Problem)
    expect(await filesBelow(root)).toEqual(['report.json'])
  })

  it('refuses a recording that would be written elsewhere', async () => {
    for (const path of [
      '../x.har',
      'wire/../../x.har',
      '/x.har',
      'wire/x.txt',
      'wire\\x.har',
      'wire/.har/x',
    ]) {
      const attempt = writeReports(join(root, 'in'), reports, [{ path, text: '' }])
      await expect(attempt).rejects.toThrow(RangeError)
    }
    expect(await filesBelow(root)).toEqual([])
  })
})
