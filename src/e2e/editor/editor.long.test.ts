/** Every kind of YAML file of the repository in an editor: completion, help, and mistakes found. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleFiles } from '../../cli/init/files.ts'
import { schemaFiles } from '../../cli/commands/schemas.ts'
import { packageRoot } from '../../model/package.ts'
import { startEditor, type Editor } from './language-server.ts'

let editor: Editor

beforeAll(async () => {
  editor = await startEditor(packageRoot)
})

afterAll(() => editor.close())

const files = execFileSync('git', ['ls-files', 'suites', 'fixtures', '*.yaml'], {
  cwd: packageRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.yaml'))

function textOf(file: string): string {
  return readFileSync(join(packageRoot, file), 'utf8')
}

/** The examples of `init` with the schemas of this repository. */
const examples = [...exampleFiles].map(([file, text]): [string, string] => [
  join('fixtures', 'targets', file.replaceAll('/', '-')),
  text.replace(/\$schema=(?:\.\.?\/)+schemas\//, '$schema=../schemas/'),
])

describe('a modeline', () => {
  it.each(files)('of %s names a schema that is there', (file) => {
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(textOf(file)) ?? []
    expect(existsSync(join(packageRoot, dirname(file), schema))).toBe(true)
  })

  it('is in some file for each schema, or in an example', () => {
    const all = [...files.map(textOf), ...examples.map(([, text]) => text)].join('\n')
    for (const name of schemaFiles().keys()) expect(all).toContain(`schemas/${name}\n`)
  })
})

describe('an editor', () => {
  it('finds no mistake in any file', async () => {
    const found: string[] = []
    for (const file of files) {
      for (const { line, message } of await editor.mistakes(file, textOf(file))) {
        found.push(`${file}:${line}: ${message}`)
      }
    }
    for (const [file, text] of examples) {
      for (const { line, message } of await editor.mistakes(file, text)) {
        found.push(`${file}:${line}: ${message}`)
      }
    }
    expect(found).toEqual([])
  })

  const kinds = [
    ['suites', 'suites/chat/basic.yaml', 'about: '],
    ['protocol checks', 'suites/protocol/bedrock-error.yaml', 'about: '],
    ['rules', 'suites/rules/notebook.yaml', 'about: '],
    ['targets', 'fixtures/targets/bedrock.yaml', 'about: '],
    ['profiles', 'fixtures/profiles/openai.yaml', 'about: '],
    ['regions', 'fixtures/regions.yaml', 'source: '],
    ['baselines', 'fixtures/baselines/ogx-1.yaml', 'about: '],
    ['configurations', examples[0]?.[0] ?? '', 'target: '],
  ] as const
  const read = (file: string): string =>
    examples.find(([name]) => name === file)?.[1] ?? textOf(file)

  it.each(kinds)('finds a key of %s that is not there', async (_, file, key) => {
    const text = read(file).replace(new RegExp(`^${key}`, 'm'), `x${key}`)
    expect(text).not.toBe(read(file))
    const found = await editor.mistakes(file, text)
    expect(found.map(({ message }) => message).join()).toMatch(
      /not allowed|Missing property|one of/,
    )
  })

  it.each(kinds)('completes the keys of %s', async (_, file, key) => {
    const [modeline = ''] = read(file).split('\n', 1)
    const offered = await editor.offers(file, `${modeline}\n`, { line: 1, character: 0 })
    expect(offered).toContain(key.replace(': ', ''))
  })

  it('shows what a key means', async () => {
    const [file, text] = examples[0] ?? ['', '']
    const line = text.split('\n').findIndex((one) => one.startsWith('suites:'))
    expect(await editor.hover(file, text, { line, character: 1 })).toContain('cases of your own')
  })
})
