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
