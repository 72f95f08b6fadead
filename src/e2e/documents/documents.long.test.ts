/** What the documents show is what the program prints. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { blocksIn, comparable, kept, unmarkedIn } from './testing/blocks.ts'

const documents = [
  'README.md',
  'docs/baselines.md',
  'docs/blame.md',
  'docs/cases-and-rules.md',
  'docs/ci.md',
  'docs/recordings.md',
  'docs/reference.md',
  'docs/regions-and-keys.md',
]

/** Commands whose output is shown and not compared, each for its reason. */
const notCompared: Readonly<Record<string, string>> = {
  'npm run cli -- doctor --target=bedrock --region=us-east-2':
    'It asks the metadata service of the machine for credentials.',
}

const launch = join(packageRoot, 'src', 'cli', 'launch.mjs')

/** What a command of a document prints, whatever its exit code, in a folder of its own. */
async function output(command: string, folder: string): Promise<string> {
  const line = command
    .replace(/^npm test --/, `node '${launch}' npm-test`)
    .replace(/^npm run cli --/, `node '${launch}' bin`)
    .replace(/^npm run (rules|mutants)(?: --)?/, `node '${launch}' bin $1`)
  const { PATH, HOME } = process.env
  return new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', `{ ${line}; } 2>errors; cat errors >&2`],
      { cwd: folder, env: { PATH, HOME }, maxBuffer: 50_000_000 },
      (_, stdout, stderr) => {
        resolve(stdout === '' ? stderr : stdout)
      },
    )
  })
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'))
  symlinkSync(join(packageRoot, 'fixtures'), join(folder, 'fixtures'))
  return folder
}

/** `document` with the output of today where it differs from what is shown. */
async function brought(document: string): Promise<string> {
  const edits: { start: number; end: number; text: string }[] = []
  for (const { before, command, keep, shown, start, end } of blocksIn(document)) {
    const folder = newFolder()
    for (const earlier of before) await output(earlier, folder)
    const text = kept(await output(command, folder), keep)
    if (comparable(text) !== comparable(shown)) edits.push({ start, end, text })
  }
  return edits
    .toReversed()
    .reduce((done, { start, end, text }) => done.slice(0, start) + text + done.slice(end), document)
}

describe.each(documents)('%s', (name) => {
  const path = join(packageRoot, name)
  const document = readFileSync(path, 'utf8')

  it('shows what its commands print (else: npx vitest run --project=long src/e2e/documents -u)', async () => {
    await expect(await brought(document)).toMatchFileSnapshot(path)
  }, 300_000)

  it('shows no output that nothing compares', () => {
    const unknown = unmarkedIn(document).filter((command) => !Object.hasOwn(notCompared, command))
    expect(unknown).toEqual([])
  })
})
