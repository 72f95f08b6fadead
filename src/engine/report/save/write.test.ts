import { rmSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderJson } from '../../../report/json/json.ts'
import { sampleCell, sampleReport } from '../../../report/testing/sample.ts'
import { saveReports } from './save.ts'
import { writeReports } from './write.ts'

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'reports-'))
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

const file = (path: string, ...texts: string[]) => ({ path, texts: () => texts })
const both = [file('report.json', '{}'), file('junit.xml', '<x/>')]
const reports = [...both, file('regions.md')]
const withRegions = [...both, file('regions.md', 'r')]

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
    const wire = [file('wire/stream.basic.har', 'har')]
    expect(await writeReports(directory, [...withRegions, ...wire])).toEqual([])
    expect(await filesBelow(directory)).toEqual([
      'junit.xml',
      'regions.md',
      'report.json',
      'wire/stream.basic.har',
    ])
    expect(await readFile(join(directory, 'report.json'), 'utf8')).toBe('{}')
    expect(await readFile(join(directory, 'wire/stream.basic.har'), 'utf8')).toBe('har')
  })

  it('numbers the further files of a report, and removes those of an earlier run', async () => {
    await writeReports(root, [file('junit.xml', '<a/>', '<b/>', '<c/>')])
    expect(await filesBelow(root)).toEqual(['junit-2.xml', 'junit-3.xml', 'junit.xml'])
    expect(await readFile(join(root, 'junit-3.xml'), 'utf8')).toBe('<c/>')
    await writeReports(root, [file('junit.xml', '<a/>')])
    expect(await filesBelow(root)).toEqual(['junit.xml'])
  })

  it('asks for a piece when the one before is written', async () => {
    const events: string[] = []
    const texts = () => [
      (function* pieces() {
        for (const name of ['a', 'b']) {
          events.push(name)
          yield name.repeat(70_000)
        }
      })(),
    ]
    await writeReports(root, [{ path: 'report.json', texts }], () => void events.push('moved'))
    const moved = ['moved', 'moved']
    expect(events).toEqual(['moved', 'a', ...moved, 'b', ...moved])
    const written = await readFile(join(root, 'report.json'), 'utf8')
    expect(written).toBe('a'.repeat(70_000) + 'b'.repeat(70_000))
  })

  it('removes what an earlier run left, and nothing else', async () => {
    const wire = [file('wire/old.har', 'old'), file('wire/both.har', 'old')]
    const cells = ['old', 'both'].map((name) => sampleCell({ wire: `wire/${name}.har` }))
    const report = file('report.json', renderJson(sampleReport(cells)))
    await writeReports(root, [file('junit.xml', '<x/>'), file('regions.md', 'r'), report, ...wire])
    await writeFile(join(root, 'notes.txt'), 'mine')
    await writeFile(join(root, 'wire', 'notes.txt'), 'mine')
    await writeReports(root, [...reports, file('wire/both.har', 'new')])
    expect(await filesBelow(root)).toEqual(
      ['junit.xml', 'notes.txt', 'report.json', 'wire/both.har', 'wire/notes.txt'].toSorted(),
    )
    expect(await readFile(join(root, 'wire/both.har'), 'utf8')).toBe('new')
  })

  it('names what is missing where the directory cannot be written', async () => {
    await writeFile(join(root, 'file'), '')
    const missing = await writeReports(join(root, 'file', 'below'), reports)
    expect(missing.map(({ path }) => path)).toEqual([
      'the mark of an unfinished run',
      'report.json',
      'junit.xml',
    ])
    expect(missing[0]?.why).toBe('a part of the path is a file, not a directory')
  })

  it('writes all other files whole where one cannot be written, and leaves the mark', async () => {
    await mkdir(join(root, 'report.json', 'in-the-way'), { recursive: true })
    const missing = await writeReports(root, reports)
    expect(missing).toMatchObject([{ path: 'report.json', isFault: false }])
    expect(await filesBelow(root)).toEqual(['junit.xml', 'unfinished'])
  })

  it('writes all other files where a report cannot be made', async () => {
    const broken = {
      path: 'report.md',
      texts: () => {
        throw new RangeError('too long')
      },
    }
    const missing = await writeReports(root, [broken, ...reports])
    expect(missing).toMatchObject([{ path: 'report.md', isFault: true }])
    expect(missing[0]?.why).toMatch(/^This is a fault of bedrock-conformance itself.*too long/)
    expect(await filesBelow(root)).toEqual(['junit.xml', 'report.json', 'unfinished'])
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
      const attempt = writeReports(join(root, 'in'), [...reports, file(path, '')])
      await expect(attempt).rejects.toThrow(RangeError)
    }
    expect(await filesBelow(root)).toEqual([])
  })
})

describe('saveReports', () => {
  it('names the first file of a format, and all others by one pattern', async () => {
    const rendering = (name: string) => (name === 'junit' ? ['<a/>', '<b/>', '<c/>'] : [])
    const { paths, problem } = await saveReports(root, rendering, [])
    expect(problem).toBeUndefined()
    expect(paths).toEqual([join(root, 'junit.xml'), join(root, 'junit-*.xml')])
    expect(await filesBelow(root)).toEqual(['junit-2.xml', 'junit-3.xml', 'junit.xml'])
  })
})

it.each(['the mark of another', undefined])(
  'a run ends where another begins in its directory, whose mark is then %s',
  async (other) => {
    const path = join(root, 'unfinished')
    function* texts(): Generator<string> {
      if (other === undefined) rmSync(path)
      else writeFileSync(path, other)
      yield '<x/>'
    }
    const files = [file('report.json', '{}'), { path: 'junit.xml', texts }, file('report.md', 'm')]
    await expect(writeReports(root, files)).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringMatching(/^Another run began in [^\n]*--report-dir/),
    })
    expect(await filesBelow(root)).not.toContain('report.md')
    expect((await filesBelow(root)).includes('unfinished')).toBe(other !== undefined)
  },
)

it('a link among the reports is replaced, and what it points at stays', async () => {
  const victim = join(root, 'victim')
  const directory = join(root, 'reports')
  await mkdir(join(directory, 'wire'), { recursive: true })
  await writeFile(victim, 'precious')
  for (const path of ['unfinished', 'report.json', 'wire/a.har']) {
    await symlink(victim, join(directory, path))
  }
  expect(await writeReports(directory, [...both, file('wire/a.har', 'har')])).toEqual([])
  expect(await readFile(victim, 'utf8')).toBe('precious')
  expect(await filesBelow(directory)).toEqual(['junit.xml', 'report.json', 'wire/a.har'])
})
