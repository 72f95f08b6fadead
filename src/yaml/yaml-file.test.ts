import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { renderProblem, type FileProblem } from './file-problem.ts'
import { parseYamlFile } from './validate.ts'
import { readYaml } from './yaml-file.ts'

const schema = z.strictObject({
  title: z.string().min(1),
  level: z.enum(['must', 'should']).optional(),
  count: z.int().min(1).optional(),
  ratio: z.number().gt(0).optional(),
  list: z.array(z.string()).min(1).optional(),
  inner: z
    .strictObject({ name: z.string(), deep: z.strictObject({ on: z.boolean() }).optional() })
    .optional(),
  either: z.union([z.enum(['reply', 'error']), z.strictObject({ error: z.string() })]).optional(),
  table: z
    .record(z.string().regex(/^[a-z]+$/, 'expected lower-case letters'), z.number())
    .optional(),
})

function problems(text: string): readonly FileProblem[] {
  const read = parseYamlFile(text, 'a.yaml', schema)
  return 'problems' in read ? read.problems : []
}

/** Problems as `line:column message | hint`, then the caret's part of the line. */
function described(text: string): string[] {
  return problems(text).map(({ line, column, message, hint, lineText, caret }) => {
    const from = caret.indexOf('^')
    const marked = lineText.slice(from, from + caret.trim().length)
    return `${line}:${column} ${message}${hint === undefined ? '' : ` | ${hint}`} <${marked}>`
  })
}

describe('a mistake in a YAML file is shown where it stands', () => {
  it.each([
    [
      'an unknown key, with the nearest',
      'title: x\nlevle: must\n',
      '2:1 unknown key "levle" | did you mean "level"? <levle>',
    ],
    [
      'a missing key, at its map',
      '# a\nlevel: must\n',
      '2:1 "title" is missing: expected text <level>',
    ],
    [
      'a missing key of an inner map, at that map',
      'title: x\ninner:\n  deep: { on: true }\n',
      '3:3 "name" is missing: expected text <deep>',
    ],
    [
      'a missing key of a map on one line',
      'title: x\ninner: { }\n',
      '2:8 "name" is missing: expected text <{ }>',
    ],
    ['another kind of value', 'title: 5\n', '1:8 expected text, found the number 5 <5>'],
    [
      'an unknown word',
      'title: x\nlevel: shuold\n',
      '2:8 expected "must" or "should", found "shuold" | did you mean "should"? <shuold>',
    ],
    ['no value at all, at the key', 'title:\n', '1:1 expected text, found nothing <title>'],
    ['empty text', 'title: ""\n', '1:8 must not be empty <"">'],
    ['an empty list', 'title: x\nlist: []\n', '2:7 must not be empty <[]>'],
    [
      'a number that is too small',
      'title: x\ncount: 0\n',
      '2:8 expected at least 1, found the number 0 <0>',
    ],
    [
      'a number that must be larger',
      'title: x\nratio: 0\n',
      '2:8 expected more than 0, found the number 0 <0>',
    ],
    [
      'a fraction for a whole number',
      'title: x\ncount: 1.5\n',
      '2:8 expected a whole number, found the number 1.5 <1.5>',
    ],
    [
      'an entry of a list',
      'title: x\nlist:\n  - a\n  - 7\n',
      '4:5 expected text, found the number 7 <7>',
    ],
    [
      'a deep value',
      'title: x\ninner:\n  name: n\n  deep: { on: ja }\n',
      '4:15 expected true or false, found "ja" <ja>',
    ],
    [
      'a value of a union that fits no branch',
      'title: x\neither: replay\n',
      '2:9 expected "reply" or "error", or a map, found "replay" | did you mean "reply"? <replay>',
    ],
    [
      'the branch of a union that was meant',
      'title: x\neither: { eror: a }\n',
      '2:11 unknown key "eror" | did you mean "error"? <eror>',
    ],
    [
      'a key that is not allowed',
      'title: x\ntable: { A1: 5 }\n',
      '2:10 "A1" cannot stand here: expected lower-case letters <A1>',
    ],
    ['a list where a map belongs', '- a\n', '1:1 expected a map, found a list <- a>'],
    ['a text where a map belongs', 'hello\n', '1:1 expected a map, found "hello" <hello>'],
    [
      'a tab as indentation',
      'title: x\ninner:\n\tname: n\n',
      '3:1 tabs are not allowed as indentation | indent with blanks <\t>',
    ],
    [
      'a key given twice',
      'title: x\nlevel: must\ntitle: y\n',
      '3:1 this key is given twice in the same map <title>',
    ],
    [
      'a colon in plain text',
      'title: The answer: five\n',
      '1:8 Nested mappings are not allowed in compact mappings | put text with ": " in it in quotes <T>',
    ],
    [
      'an unknown tag',
      'title: !secret x\n',
      '1:8 Unresolved tag: !secret | remove the tag <!secret>',
    ],
    [
      'an alias without an anchor',
      'title: *nobody\n',
      '1:8 no anchor &nobody stands before this alias | put text that starts with * in quotes <*nobody>',
    ],
    [
      'a map as key',
      'title: x\ntable: { {{x}}: 5 }\n',
      '2:10 expected a word as key, found a map or list <{{x}}>',
    ],
    [
      'an alias within its own anchor',
      'title: x\ntable: &t { a: { b: *t } }\n',
      '2:21 this alias is within &t, which it stands for <*t>',
    ],
    [
      'a number that JSON has not',
      'title: x\ntable: { a: .nan }\n',
      '2:13 JSON has no such number | put text in quotes <.nan>',
    ],
    [
      'a number beyond all',
      'title: x\ntable: { a: 1e999 }\n',
      '2:13 JSON has no such number | put text in quotes <1e999>',
    ],
    [
      'a number that would be sent as another',
      'title: x\ntable: { a: 12345678901234567891 }\n',
      '2:13 the number is larger than can be kept: it would become 12345678901234567000 | put it in quotes, or the whole body <12345678901234567891>',
    ],
    [
      'maps that another YAML merges',
      'title: x\ntable: { <<: { a: 1 } }\n',
      '2:10 maps are not merged by << | write the members that are meant <<<>',
    ],
    [
      'a key as number and as text',
      "title: x\ntable: { 1: a, '1': b }\n",
      "2:16 this key is given twice in the same map <'1'>",
    ],
    [
      'a key that an alias gives again',
      'title: &t one\ntable: { *t : a, one: b }\n',
      '2:18 this key is given twice in the same map <one>',
    ],
    [
      'an alias of a map as key',
      'title: x\ntable: &m { *m : a }\n',
      '2:13 expected a word as key, found a map or list <*m>',
    ],
    [
      'an alias of nothing as key',
      'title: x\ntable: { *m : a }\n',
      '2:10 no anchor &m stands before this alias | put text that starts with * in quotes <*m>',
    ],
    [
      'a number in hexadecimal that would be sent as another',
      'title: x\ntable: { a: 0xFFFFFFFFFFFFFFFFF1 }\n',
      '2:13 the number is larger than can be kept: it would become 4.722366482869645e+21 | put it in quotes, or the whole body <0xFFFFFFFFFFFFFFFFF1>',
    ],
    [
      'a set',
      'title: x\ntable: { a: !!set { b, c } }\n',
      '2:19 no value of JSON has the tag !!set | remove the tag <{ b, c }>',
    ],
    [
      'a second document',
      'title: x\n---\ntitle: y\n',
      '2:1 the file holds more than one YAML document | write one file for each <--->',
    ],
    ['an empty file', '', '1:1 the file is empty; expected a map <>'],
    ['a file of comments', '# nothing\n', '1:1 the file is empty; expected a map <#>'],
    [
      'a quote that is never closed',
      'title: "abc\nlevel: must\n',
      '1:8 this quote is never closed <"abc>',
    ],
  ])('%s', (_, text, expected) => {
    const all = described(text)
    expect(all[0]).toBe(expected)
  })

  it('a misspelt key is one problem, not also a missing one', () => {
    expect(described('titel: x\n')).toEqual([
      '1:1 unknown key "titel" | did you mean "title"? <titel>',
    ])
    expect(described('inner: {}\nlevle: must\n').map((line) => line.split(':')[0])).toHaveLength(3)
  })

  it('all mistakes of a file are found at once', () => {
    const text = 'title: 5\nlevle: must\ncount: 0\nlist: [1, a, 2]\n'
    expect(described(text).map((line) => line.split(' ')[0])).toEqual([
      '1:8',
      '3:8',
      '4:8',
      '4:14',
      '2:1',
    ])
  })

  it('one faulty line gives one problem, whatever else the parser makes of it', () => {
    expect(problems('title: x\n\t- y\nlevel: must\n').map(({ line }) => line)).toEqual([2])
  })

  it('an alias stands for the value of its anchor, and its mistakes are at the anchor', () => {
    const read = parseYamlFile('title: &t x\nlist: [*t]\n', 'a.yaml', schema)
    expect(read).toMatchObject({ value: { title: 'x', list: ['x'] } })
    expect(described('title: x\ninner: &i { name: 5 }\n')).toEqual([
      '2:19 expected text, found the number 5 <5>',
    ])
  })

  it('nesting without end is called so', () => {
    const [problem] = problems(`title: x\nlist: ${'['.repeat(5000)}${']'.repeat(5000)}\n`)
    expect(problem).toMatchObject({ line: 2, message: 'it is nested deeper than can be read' })
  })

  it('large numbers that are kept, quoted text and an alias beside its anchor are no mistakes', () => {
    const table =
      'table: { a: 9007199254740992, b: 1e300, c: "1e999", "<<": 1, d: &d [1], e: *d, null: 1, "null": 2 }'
    expect('yaml' in readYaml(`title: x\n${table}\n`, 'a.yaml')).toBe(true)
  })

  it('a flood of aliases is refused, not expanded', () => {
    const levels = Array.from({ length: 12 }, (_, n) => {
      const inner = n === 0 ? 'x' : Array.from({ length: 9 }, () => `*a${n - 1}`).join(', ')
      return `  - &a${n} [${inner}]`
    })
    expect(problems(`title: x\nlist:\n${levels.join('\n')}\n`)[0]?.message).toContain('alias')
  })

  it('a byte order mark and CRLF line ends move nothing', () => {
    expect(described('\uFEFFtitle: 5\r\nlevel: must\r\n')).toEqual([
      '1:8 expected text, found the number 5 <5>',
    ])
    const [second] = problems('\uFEFFtitle: x\r\ncount: 0\r\n')
    expect(second).toMatchObject({ line: 2, column: 8, lineText: 'count: 0', caret: '       ^' })
  })

  it('a right file gives its value and the place of each part', () => {
    const read = parseYamlFile('title: x\ninner:\n  name: n\n', 'a.yaml', schema)
    if ('problems' in read) throw new Error('expected a value')
    expect(read.value).toEqual({ title: 'x', inner: { name: 'n' } })
    expect(read.locate(['inner', 'name'])).toEqual({ line: 3, column: 9 })
    expect(read.locate(['inner', 'nothing'])).toEqual({ line: 3, column: 3 })
    expect(read.problemAt(['inner'], 'no', { on: 'key' })).toMatchObject({
      line: 2,
      caret: '^^^^^',
    })
  })

  it('text inside a value can be pointed at, in plain, quoted and block scalars', () => {
    const text = 'title: |\n  one\n  two ${x} three\nlist: ["a ${y}"]\n'
    const read = parseYamlFile(text, 'a.yaml', schema)
    if ('problems' in read) throw new Error('expected a value')
    const block = read.problemAt(['title'], 'no', { text: '${x}' })
    expect([block.line, block.column, block.caret]).toEqual([3, 7, '      ^^^^'])
    const quoted = read.problemAt(['list', 0], 'no', { text: '${y}' })
    expect([quoted.line, quoted.column]).toEqual([4, 11])
  })

  it('no file makes the reader throw', () => {
    // Numerical Recipes' generator: any will do that is the same on every run.
    let seed = 20_260_101
    const random = (limit: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed % limit
    }
    const base =
      'title: x\ninner:\n  name: "n"\n  deep: { on: true }\nlist: [a, &b b, *b]\ntable: {}\n'
    const pieces = [
      '\t',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '&',
      '*',
      '!',
      '|',
      '>',
      '%',
      '\n',
      '\0',
      '#',
      '? ',
      '\uFEFF',
      '---\n',
      '<<: *b',
    ]
    for (let round = 0; round < 200; round += 1) {
      const at = random(base.length)
      const piece = pieces[random(pieces.length)] ?? ''
      const broken = base.slice(0, at) + piece + base.slice(at + random(4))
      for (const problem of problems(broken)) {
        expect(problem.line).toBeGreaterThan(0)
        expect(renderProblem(problem)).toContain('a.yaml:')
      }
    }
  })
})

it('more mistakes than the validator can hold on the stack are one problem', () => {
  const deep = z.unknown().transform((): never => {
    throw new RangeError('Maximum call stack size exceeded')
  })
  const parsed = parseYamlFile('list: []', 'a.yaml', deep)
  expect('problems' in parsed && parsed.problems.map(renderProblem)).toEqual([
    expect.stringContaining('a.yaml:1:1: more mistakes than can be listed'),
  ])
})
