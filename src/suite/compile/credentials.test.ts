import { describe, expect, it } from 'vitest'
import { locationsOf } from './locations.ts'
import { catalogueFrom, problemsOf, suiteOf } from '../testing/load-texts.ts'
import { modelOf, endpointOf, targetOf } from '../testing/targets.ts'

function asked(more: string): string {
  return `  - id: one\n    title: T\n    apis: [converse]\n    say: [{ user: Hi }]\n${more}`
}

describe('credentials that take turns', () => {
  it('are given as a list, of which the first stands for the step', () => {
    const { cases } = catalogueFrom(
      suiteOf(asked('    auth: [default, wrong]\n    repeat: 4\n    parallel: true\n')),
    )
    expect(cases[0]?.steps[0]).toMatchObject({ auth: 'default', authTurns: ['default', 'wrong'] })
  })

  it('need as many repeats', () => {
    const [problem] = problemsOf(suiteOf(asked('    auth: [default, wrong]\n')))
    expect(problem).toMatchObject({
      line: 8,
      message: '`repeat` must be 2 or more, so that all of them are used',
    })
  })
})

describe('a signature', () => {
  const model = modelOf('m', 'llama', ['converse'])
  const cells = (auth: string, canSign: boolean) => {
    const endpoint = { ...endpointOf('bedrock', ['converse'], [model], ['us-west-2']), canSign }
    return locationsOf(catalogueFrom(suiteOf(asked(`    auth: ${auth}\n`))), targetOf(endpoint))
      .length
  }

  it('is only asked for where there are credentials to sign with, unless it is to be wrong', () => {
    expect(['signed', 'signed-late', 'signed-badly'].map((auth) => cells(auth, false))).toEqual([
      0, 0, 1,
    ])
    expect(['signed', 'signed-late', 'signed-badly'].map((auth) => cells(auth, true))).toEqual([
      1, 1, 1,
    ])
  })
})

describe('a case about wrong credentials', () => {
  const model = modelOf('m', 'gpt-oss', ['openai-chat'])
  const cells = (auth: string, expected: string, hasCredentials?: boolean) => {
    const open = hasCredentials === undefined ? {} : { hasCredentials }
    const endpoint = {
      ...endpointOf('openai-compatible', ['openai-chat'], [model], ['-']),
      ...open,
    }
    const text = asked(`    auth: ${auth}\n    expect: ${expected}\n`).replace(
      'converse',
      'openai-chat',
    )
    return locationsOf(catalogueFrom(suiteOf(text)), targetOf(endpoint)).length
  }
  const refused = '{ error: wrong-key }'

  it('is left out where everybody is let in, and nowhere else', () => {
    for (const auth of ['wrong', 'malformed', 'expired', 'basic', 'none', '[default, wrong]']) {
      const given = auth.startsWith('[') ? `${auth}\n    repeat: 2` : auth
      expect([auth, cells(given, refused, false)]).toEqual([auth, 0])
      expect([auth, cells(given, refused, true), cells(given, refused)]).toEqual([auth, 1, 1])
    }
  })

  it('is not one that is let in without a key', () => {
    expect(cells('none', 'reply', false)).toBe(1)
    expect(cells('default', refused, false)).toBe(1)
  })
})

it('every rule that a check names besides its own must exist', () => {
  const check = '    checks:\n      - { id: a, rule: test.rule, also: [test.rul], status: 200 }\n'
  const [problem] = problemsOf(suiteOf(asked(check)))
  expect(problem?.message).toBe('no file of suites/rules has the rule "test.rul"')
  expect(problem?.hint).toContain('test.rule')
})
