import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../cli/testing/program.ts'
import { makeNamed, writeNamed } from './write-named.ts'

it('a file is written with the directories above it', async () => {
  const path = join(temporaryFolder(), 'a', 'b.md')
  await writeNamed('--markdown', path, 'text')
  expect(readFileSync(path, 'utf8')).toBe('text')
})

it('a path that cannot be written is exit 2, in one line that says why', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  for (const work of [
    async () => writeNamed('--markdown', join(file, 'x'), ''),
    async () => makeNamed('--markdown', join(file, 'x')),
  ]) {
    await expect(work()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^--markdown: [^\n]* cannot be written: a [^\n]*file[^\n]*\. Name another path\.$/,
      ),
    })
  }
})

it.runIf(existsSync('/dev/full'))('a full disk is exit 74', async () => {
  await expect(writeNamed('--html', '/dev/full', 'text')).rejects.toMatchObject({
    exitCode: 74,
    message:
      '--html: /dev/full cannot be written: the disk is full. Free it, or name another path.',
  })
})
