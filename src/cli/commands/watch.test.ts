import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../testing/program.ts'
import { exampleFiles } from '../init/files.ts'
import { watch } from './watch.ts'

it('watching ends with a sentence when its folder is moved or removed', async () => {
  const root = temporaryFolder()
  const folder = join(root, 'cases')
  for (const [name, text] of exampleFiles) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const remove = (): void => rmSync(folder, { recursive: true })
  const ended = watch(
    { target: 'reference', suites: [folder] },
    new AbortController().signal,
    remove,
  )
  await expect(ended).rejects.toThrow(`--suites: ${folder} is not there any more`)
})
