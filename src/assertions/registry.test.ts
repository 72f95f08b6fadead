import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { assertions } from './registry.ts'
import { judge } from './testing/judge.ts'
import { refused } from './testing/observation.ts'

describe('the vocabulary of checks', () => {
  it('has kebab-case names and a sentence for each', () => {
    for (const [name, { about }] of assertions) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u)
      expect(about, name).toMatch(/\.$/u)
    }
  })

  it('can be described as JSON Schema, for editors', () => {
    for (const [name, { args }] of assertions) {
      expect(
        () => z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' }),
        name,
      ).not.toThrow()
    }
  })

  it('refuses arguments of the wrong form when a check is run', () => {
    for (const name of assertions.keys()) {
      expect(() => judge(name, Symbol(name), refused()), name).toThrow(TypeError)
    }
  })
})

describe('what is known of an assertion', () => {
  const source = new URL('../', import.meta.url)
  const others = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      !/\.test\.ts$|\/testing\/|^assertions\/|^proof\/deviations\//u.test(file),
  )
  const names = [...assertions.keys()].join('|')
  const list = new RegExp(`\\[\\s*'(?:${names})'(?:\\s*,\\s*'(?:${names})')+\\s*,?\\s*\\]`, 'u')

  it('is declared on it, not in lists of names elsewhere', () => {
    const found = others.filter((file) => list.test(readFileSync(new URL(file, source), 'utf8')))
    // Which checks judge the effect of a request's parameter is known of the parameter.
    expect(found).toEqual(['suite/list/parameter-list.ts'])
  })

  it('includes that it reads the repeats, where it weighs them together', () => {
    const weighing = [...assertions.values()].filter(({ weighsRepeats }) => weighsRepeats)
    expect(weighing.map(({ name }) => name)).toEqual(['variety'])
    for (const { reads } of weighing)
      expect(reads({ of: 'text', notAbove: 'a' }).repeats).toBe(true)
  })
})
