import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { openFile } from './open-file.ts'
import { runProgram, temporaryFolder } from './testing/program.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** A desktop that writes down what it is asked to open. */
function desktop(): { readonly folder: string; readonly opened: () => Promise<string> } {
  const folder = temporaryFolder()
  const note = join(folder, 'opened')
  for (const name of ['xdg-open', 'open']) {
    const program = join(folder, name)
    writeFileSync(
      program,
      `#!/bin/sh\nprintf %s "$1" > '${note}.part' && /bin/mv '${note}.part' '${note}'\n`,
    )
    chmodSync(program, 0o755)
  }
  const opened = async (): Promise<string> => {
    while (!existsSync(note)) await setTimeout(20)
    return readFileSync(note, 'utf8')
  }
  return { folder, opened }
}

it('a page is opened by the program of the desktop, by its whole path', async () => {
  const { folder, opened } = desktop()
  vi.stubEnv('PATH', folder)
  await openFile(join(folder, 'a b.html'))
  expect(await opened()).toBe(join(folder, 'a b.html'))
})

it('a desktop that opens nothing is named, with the file, and fails nothing', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  vi.stubEnv('PATH', temporaryFolder())
  await openFile('/some/report.html')
  expect(write.mock.calls.join()).toMatch(
    /^Cannot start \S+: open \/some\/report\.html in a browser\.\n/,
  )
})

it('--open of judge needs a directory for the page', async () => {
  const { code, stderr } = await runProgram(['judge', 'fixtures/recordings/example.har', '--open'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--report-dir')])
})

it('compare --open writes the page, and opens it', async () => {
  const { folder, opened } = desktop()
  const [reports, page] = [join(folder, 'reports'), join(folder, 'pages', 'comparison.html')]
  await runProgram(['judge', 'fixtures/recordings/example.har', `--report-dir=${reports}`])
  expect(readFileSync(join(reports, 'report.html'), 'utf8')).toContain('har.example-2')
  const flags = ['--open', `--html=${page}`, '--history=none']
  await runProgram(['compare', reports, reports, ...flags], { PATH: folder })
  expect(await opened()).toBe(page)
  expect(readFileSync(page, 'utf8')).toContain('<title>NO REGRESSION: comparison</title>')
})
