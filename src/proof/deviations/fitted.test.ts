/** A deviation acts on a kind of request, never on the one request that a case sends. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { suiteFiles } from '../../assertions/testing/suite-files.ts'

const deviations = fileURLToPath(new URL('.', import.meta.url))
const reference = fileURLToPath(new URL('../../reference', import.meta.url))

function filesIn(folder: string, ending: RegExp): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }))
}

/** Members of a case that are not sent. */
const unsent = new Set([
  'id',
  'title',
  'about',
  'from',
  'covers',
  'checks',
  'claims',
  'needs',
  'apis',
])

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.entries(value).flatMap(([name, inner]) =>
    unsent.has(name) ? [] : [name, ...textsOf(inner)],
  )
}

const cases = [...suiteFiles().values()].flatMap((content) => {
  const { suite, cases = [] } = content as { suite?: string; cases?: { id: string }[] }
  return cases.map((one) => ({ id: `${suite}.${one.id}`, sent: textsOf(one).join('\n') }))
})

/** What a deviation is told about, as opposed to what it does. */
const described =
  /^\s*(?:id|kind|about|seen|kills|also|sees|claims|key): (?:\[[^\]]*\]|[^\n]*),$/gmu
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/gu
const imports = /^import [\s\S]*?from '[^']+'$/gmu
const literals =
  /'((?:[^'\\\n]|\\.)+)'|`((?:[^`\\]|\\.)+)`|(?<=[(,=:!&|?\s])\/((?:[^/\\\n]|\\.)+)\/[a-z]*/gu

/** The literal texts that the code of a file compares with or writes. */
function literalsOf(source: string): string[] {
  const code = source.replace(imports, '').replace(comments, '').replace(described, '')
  return [...code.matchAll(literals)].flatMap(([, quoted, template, pattern]) =>
    (quoted ?? template ?? pattern ?? '')
      .replaceAll('"', '')
      .replace(/\\\//gu, '/')
      .split(pattern === undefined ? /\$\{[^}]*\}/u : /[\\()[\]{}|^$.*+?]+/u),
  )
}

/** A text that the correct server names too is vocabulary of the protocol. */
const vocabulary = filesIn(reference, /(?<!\.test)\.ts$/u)
  .map(({ text }) => text)
  .join('\n')

/** Vocabulary that the correct server does not need, with the reason. */
const allowed: Readonly<Record<string, string>> = {
  '/chat/completions/': 'The route of stored completions, which the reference does not have.',
}

/** Whether the text has the literal in it, not as a part of a longer word. */
function hasWord(text: string, literal: string): boolean {
  if (!text.includes(literal)) return false
  const escaped = literal.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&')
  const start = /^\w/u.test(literal) ? '(?<!\\w)' : ''
  const end = /\w$/u.test(literal) ? '(?!\\w)' : ''
  return new RegExp(start + escaped + end, 'u').test(text)
}

/** Literals of the code that a case sends and that are not vocabulary, with the case. */
function fittedTo(code: string): string[] {
  return [...new Set(literalsOf(code))]
    .filter((literal) => literal.length > 3 && !Object.hasOwn(allowed, literal))
    .filter((literal) => !hasWord(vocabulary, literal))
    .flatMap((literal) => {
      const sender = cases.find(({ sent }) => hasWord(sent, literal))
      return sender ? [`'${literal}' of ${sender.id}`] : []
    })
}

describe('a deviation', () => {
  it('names no text that a case sends and that the protocol does not define', () => {
    const files = filesIn(deviations, /^\w[\w-]*\/[\w-]+\.ts$/u)
    const fitted = files.flatMap(({ name, text }) =>
      fittedTo(text).map((found) => `${name}: ${found}`),
    )
    expect(files.length).toBeGreaterThan(50)
    expect(fitted).toEqual([])
  })

  it.each([
    [`asks = body.includes('"Say hello."')`, "'Say hello.' of limits.huge"],
    ['hooks: onPath(/no-such-path/u, () => json(200, {}))', "'no-such-path' of bad-requests.route"],
    ["call.path.endsWith('/no-such-operation')", "'/no-such-operation' of native-errors.path"],
    ["request['x_test'] === undefined", "'x_test' of prompt.unknown-member"],
  ])('is found when it is fitted to one case: %s', (code, finding) => {
    expect(fittedTo(code)).toEqual([finding])
  })

  it('may name vocabulary of the protocol in its code, and cases in its description', () => {
    expect(fittedTo("'tool_choice' in request")).toEqual([])
    expect(fittedTo("    about: 'no-such-path',\n    kills: ['no-such-path'],\n")).toEqual([])
  })
})
