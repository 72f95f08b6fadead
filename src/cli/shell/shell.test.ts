/** What shells and man(1) get. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { described } from '../commands/completion.ts'
import { runProgram } from '../testing/program.ts'
import { isColoured } from './colour.ts'
import { shells } from './completion.ts'

async function script(shell: string): Promise<string> {
  const { code, stdout } = await runProgram(['completion', shell])
  expect(code).toBe(0)
  return stdout
}

/** What bash offers after these words; `=` is a word of its own, as it is for bash. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const line = words.map((word) => `'${word}'`).join(' ')
  const program = `${await script('bash')}
compopt() { :; }
COMP_WORDS=(bedrock-conformance ${line}); COMP_CWORD=${words.length}
_bedrock_conformance
printf '%s\\n' "\${COMPREPLY[@]}"`
  const output = execFileSync('bash', ['-c', program], { encoding: 'utf8' })
  return output.split('\n').filter(Boolean)
}

describe('completion', () => {
  it.each([
    ['a command', ['ru'], ['rules', 'run']],
    ['a flag', ['run', '--tar'], ['--target=']],
    ['the value of a flag', ['run', '--target', '=', 'llama'], ['llamastack']],
    ['the value of a short flag', ['run', '-t', 'ref'], ['reference']],
    ['the value of a flag after a blank', ['run', '--level', 'sh'], ['should']],
    ['an API', ['run', '--api', '=', 'converse-'], ['converse-stream']],
    ['a shell', ['completion', ''], ['bash', 'fish', 'zsh']],
  ])('of bash offers %s', async (_, words, expected) => {
    expect((await offered(...words)).toSorted()).toEqual(expected)
  })

  it.each(shells)('of %s names every command and every flag', async (shell) => {
    const text = await script(shell)
    for (const { name, options } of await described()) {
      expect(text).toContain(name)
      for (const { long } of options)
        expect(text).toContain(shell === 'fish' ? long.slice(2) : long)
    }
  })

  it('of bash is a script that bash can read', async () => {
    execFileSync('bash', ['-n'], { input: await script('bash') })
  })

  it.skipIf(!hasProgram('fish')).each([
    ['a command', 'ru', ['rules', 'run']],
    ['the value of a flag', 'run --target llama', ['llamastack']],
    ['a shell', 'completion ', ['bash', 'fish', 'zsh']],
  ])('of fish, loaded by fish, offers %s', async (_, line, expected) => {
    const program = `${await script('fish')}\ncomplete -C ${`'bedrock-conformance ${line}'`}`
    const output = execFileSync('fish', ['--no-config', '-c', program], { encoding: 'utf8' })
    const names = output.split('\n').flatMap((row) => row.split('\t', 1))
    expect(names.filter(Boolean).toSorted()).toEqual(expected)
  })

  it.skipIf(!hasProgram('zsh')).each([
    ['a command', ['ru'], 'rules run'],
    ['the value of a flag', ['run', '--target=llama'], 'llamastack'],
    ['a shell', ['completion', ''], 'bash zsh fish'],
  ])('of zsh, loaded by zsh, offers %s', async (_, words, expected) => {
    // The functions of zsh's own completion, which work in an editor's line only, print what they get.
    const program = `compdef() { :; }
_describe() { print -r -- \${(P)2%%:*} }
_arguments() { print -r -- "$@" }
${await script('zsh')}
words=(bedrock-conformance ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=\${#words}
_bedrock_conformance`
    const output = execFileSync('zsh', ['-f'], { input: program, encoding: 'utf8' })
    for (const word of expected.split(' ')) expect(output).toContain(word)
  })

  it('of an unknown shell is exit 2 and names the known ones', async () => {
    const { code, stderr } = await runProgram(['completion', 'tcsh'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/bash, zsh, fish/)
  })
})

describe('the manual', () => {
  it('says of every command and flag what the help says', async () => {
    const { stdout } = await runProgram(['manual'])
    const page = stdout.replaceAll('\\-', '-').replaceAll('\\e', '\\')
    for (const { name, about, options } of await described()) {
      expect(page).toContain(`.B bedrock-conformance ${name}`)
      expect(page).toContain(about.slice(1))
      for (const option of options) expect(page).toContain(`${option.long}\\fR`)
    }
  })

  it('is read by man(1) without a complaint', async () => {
    const { stdout } = await runProgram(['manual'])
    const groff = (): string =>
      execFileSync('groff', ['-man', '-Tutf8', '-ww'], {
        input: stdout,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    expect(stdout).toMatch(/^\.TH BEDROCK-CONFORMANCE 1/)
    if (hasProgram('groff')) expect(withoutStyle(groff())).toContain('EXIT STATUS')
  })
})

/** Bold as terminals and printers have it. */
function withoutStyle(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/.\x08|\x1b\[[\d;]*m/g, '')
}

function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('colours', () => {
  const terminal = { isTTY: true, hasColors: () => true }
  const pipe = { isTTY: false }
  it.each([
    ['a terminal', terminal, {}, true],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['a pipe', pipe, {}, false],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a pipe with both', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('on %s', (_, stream, env, expected) => {
    expect(isColoured(stream, env)).toBe(expected)
  })
})
