/** Imports between rooms follow the arrows listed here; the picture in `docs/` shows the same ones. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('.', import.meta.url))
const picture = new URL('../docs/architecture.md', import.meta.url)

/** Every arrow that is allowed, with its reason. All rooms may import from `model`. */
const arrows: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  model: {},
  yaml: {},
  wire: {},
  protocol: {},
  assertions: {},
  judge: {},
  report: {},
  reference: {},
  suite: {
    yaml: 'Cases, packs and rules are YAML files.',
    assertions: 'Checks are written in the vocabulary of assertions.',
  },
  configuration: {
    yaml: 'The configuration is a YAML file.',
    target: 'It holds targets, and settings of a target.',
  },
  target: {
    yaml: 'Targets, profiles, regions and baselines are YAML files.',
    wire: 'Preflight shows what a server said, redacted.',
    protocol: 'Preflight classifies the answer of a model as every exchange is classified.',
  },
  engine: {
    target: 'A run begins with a resolved target.',
    protocol: 'Requests are encoded and responses read in the form of their API.',
    wire: 'Requests are sent, and exchanges recorded.',
    assertions: 'Each compiled check names the assertion that judges it.',
    judge: 'Findings become verdicts, verdicts an exit code.',
    report: 'The finished report is rendered into files.',
  },
  proof: {
    engine: 'A deviation is proven by a run like any other.',
    reference: 'A deviation is the reference with one change.',
    suite: 'The matrix compiles the cases that concern a deviation.',
    target: 'The reference is resolved as a target.',
    assertions: 'The matrix knows what each check looks at.',
    wire: 'The player has a client of its own.',
    report: 'Stub servers are judged by their headline.',
  },
  library: {
    engine: 'run and judge are calls of the engine.',
    proof: 'The reference is started, with a deviation where one is named.',
    suite: 'The suite is compiled.',
    target: 'Settings of a target become flags.',
    yaml: 'A mistake in an option is worded as one in a file.',
    wire: 'Streams are read, and reports leave without secrets.',
  },
  e2e: {
    proof: 'Real servers stand in front of a reference that plays deviations.',
    reference: 'Real clients reach it through the proxy.',
    report: 'What a run said is read back from its report.',
    yaml: 'Each part of an end-to-end run is a YAML file.',
    judge: 'Findings are what the entries of a baseline are about.',
    suite: 'What requests find is measured in two orders of its cases.',
    target: 'The cases of a target are planned.',
    wire: 'Readers are timed beside those of others.',
  },
  cli: {
    engine: 'A command is one call of the engine.',
    proof: 'mutants and serve play deviations.',
    e2e: 'e2e starts real servers and clients.',
    report: 'The result of a command is printed.',
    configuration: 'The configuration file gives values to flags.',
    yaml: 'A value that is wrong is shown in its file.',
    suite: 'A command compiles the suite that it runs or shows.',
    target: 'Flags name targets and ways to authenticate.',
    assertions: 'schemas writes the vocabulary of checks.',
    judge: 'compare, merge and history judge reports.',
    reference: 'serve starts it for others.',
    wire: 'What is printed is redacted.',
  },
}

interface Import {
  readonly file: string
  readonly room: string
  readonly from: string
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8')
  const room = file.split('/')[0] ?? ''
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...specifiers].map(([, from = '']) => ({ file, room, from }))
}

const entries = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((entry) =>
  entry.replaceAll('\\', '/'),
)
const files = entries.filter((file) => /\.tsx?$/.test(file) && file.includes('/'))
const product = files.filter((file) => !/\.test\.tsx?$/.test(file) && !file.includes('/testing/'))
const imports = product.flatMap(importsOf)

function roomOf({ file, from }: Import): string {
  return relative(source, resolve(source, dirname(file), from)).split(/[\\/]/)[0] ?? ''
}

const crossings = imports
  .filter(({ from }) => from.startsWith('.'))
  .map((found) => ({ ...found, to: roomOf(found) }))
  .filter(({ room, to }) => to !== room)

const listed = Object.entries(arrows).flatMap(([room, to]) =>
  Object.keys(to).map((other) => `${room} --> ${other}`),
)

describe('the rooms of src/', () => {
  it('are all in the list of arrows', () => {
    const rooms = new Set(files.map((file) => file.split('/')[0]))
    expect([...rooms].toSorted()).toEqual(Object.keys(arrows).toSorted())
  })

  it('import from each other only along a listed arrow', () => {
    const wrong = crossings
      .filter(({ room, to }) => to !== 'model' && !Object.hasOwn(arrows[room] ?? {}, to))
      .map(({ file, to }) => `${file} imports from ${to}`)
    expect(wrong).toEqual([])
  })

  it('use every arrow that is listed', () => {
    const used = new Set(crossings.map(({ room, to }) => `${room} --> ${to}`))
    expect(listed.filter((arrow) => !used.has(arrow))).toEqual([])
  })

  it('have no circle of arrows', () => {
    const below = (room: string, path: readonly string[]): string[] =>
      path.includes(room)
        ? [[...path, room].join(' → ')]
        : Object.keys(arrows[room] ?? {}).flatMap((to) => below(to, [...path, room]))
    expect(Object.keys(arrows).flatMap((room) => below(room, []))).toEqual([])
  })

  it('are drawn in docs/architecture.md with exactly the listed arrows', () => {
    const drawn = readFileSync(picture, 'utf8').match(/^ *[a-z0-9]+ --> [a-z0-9]+$/gm) ?? []
    expect(drawn.map((line) => line.trim()).toSorted()).toEqual(listed.toSorted())
  })

  it('hold no folder with more than 22 entries', () => {
    const sizes = new Map<string, string[]>()
    for (const entry of entries) {
      const folder = dirname(entry)
      sizes.set(folder, [...(sizes.get(folder) ?? []), entry])
    }
    const large = [...sizes].filter(([, inside]) => inside.length > 22).map(([folder]) => folder)
    expect(large).toEqual([])
  })
})

describe('imports', () => {
  it('of an HTTP client are in wire alone', () => {
    const clients = imports.filter(
      ({ room, from }) => room !== 'wire' && /^(undici|node:https)$/.test(from),
    )
    expect(clients.map(({ file }) => file)).toEqual([])
  })

  it('of vitest are in tests alone', () => {
    expect(imports.filter(({ from }) => from === 'vitest').map(({ file }) => file)).toEqual([])
  })

  it('are found at all', () => {
    expect(imports.length).toBeGreaterThan(100)
  })
})

/** A list of a server may be longer than the stack holds: `src/model/lists/lists.ts`. */
const spread = /\b(?:push|unshift|splice|concat|max|min|fromCharCode|fromCodePoint)\(\.\.\.(?!\[)/

describe('arguments of a call', () => {
  const ofServers = ['assertions', 'engine', 'judge', 'model', 'protocol', 'report']

  it('are never a list spread out, where the list may come from a server', () => {
    const wrong = product
      .filter((file) => ofServers.includes(file.split('/')[0] ?? ''))
      .filter((file) =>
        spread.test(readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[^]*?\*\//g, '')),
      )
    expect(wrong).toEqual([])
  })

  it('are recognised as a list spread out', () => {
    expect(
      ['list.push(...more)', 'Math.max(...all)', 'a.push(...[b])'].map((code) => spread.test(code)),
    ).toEqual([true, true, false])
  })
})

describe('the documents', () => {
  const root = new URL('../', import.meta.url)
  const guides = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
  const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'RELEASING.md', ...guides]

  /** Relative links, and paths below the root in code font. */
  function pathsIn(document: string): URL[] {
    const text = readFileSync(new URL(document, root), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, path = '']) => new URL(path, new URL(document, root)),
    )
    const named = [...text.matchAll(/`((?:src|suites|fixtures)\/[\w./-]+)`/g)].map(
      ([, path = '']) => new URL(path, root),
    )
    return [...links, ...named]
  }

  it.each(documents)('%s names only files that exist', (document) => {
    const missing = pathsIn(document).filter((path) => !existsSync(path))
    expect(missing.map(({ pathname }) => pathname)).toEqual([])
  })

  it('name files at all', () => {
    expect(documents.flatMap(pathsIn).length).toBeGreaterThan(60)
  })
})

/** Words that the glossary replaces: one word for one thing. */
const retired =
  /^(?:front|surface|spot|place|site|capture|trouble|habit|obstacle|tell|told|said)s?$/

/** Members of file formats and flags of the command line, which keep their names. */
const kept: ReadonlySet<string> = new Set([
  '_front', // of recordings
  'front', // of doctor --json, and judge --front
  'places', // of history files
  'trouble', // run --trouble
])

/** The identifiers of a file: what is left without comments, strings and regular expressions. */
function identifiersOf(text: string): string[] {
  const code = text
    .replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, ' ')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|\/(?:[^/\\\n]|\\.)+\/[a-z]*/g, ' ')
    .replaceAll(/`(?:[^`\\]|\\.)*`/g, (template) =>
      (template.match(/\$\{[^}]*\}/g) ?? []).join(' '),
    )
  return code.match(/[A-Za-z_$][\w$]*/g) ?? []
}

describe('identifiers', () => {
  const found = (text: string): string[] =>
    identifiersOf(text).filter(
      (name) =>
        !kept.has(name) &&
        name.split(/(?=[A-Z])|_/).some((part) => retired.test(part.toLowerCase())),
    )

  it('are none of the retired words', () => {
    const wrong = files.flatMap((file) =>
      found(readFileSync(join(source, file), 'utf8')).map((name) => `${file}: ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('are found wherever a retired word is a part of one', () => {
    expect(found('const byPlace = `${surfaceOf(x)}` // a place')).toEqual(['byPlace', 'surfaceOf'])
    expect(found("import { placeholder } from 'surface'")).toEqual([])
  })
})

describe('patterns', () => {
  /** V8 keeps each alternative tried on a stack: a server's text of megabytes overflows it. */
  const endless = /\(\?:[^()\n]*\|[^()\n]*\)[*+]/
  const isOfServers = (file: string): boolean =>
    !/^(?:proof|reference|e2e)\/|\.test\.ts$/.test(file)

  it('repeat no alternatives without a bound', () => {
    const wrong = files.filter(isOfServers).flatMap((file) =>
      readFileSync(join(source, file), 'utf8')
        .split('\n')
        .filter((line) => endless.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(wrong).toEqual([])
  })

  it('that do are found', () => {
    expect(endless.test(String.raw`/"((?:[^"\\]|\\.)*)"/`)).toBe(true)
    expect(endless.test(String.raw`/"((?:[^"\\]|\\.){0,4000})"/`)).toBe(false)
  })
})
