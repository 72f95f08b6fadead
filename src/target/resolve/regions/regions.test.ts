import { describe, expect, it } from 'vitest'
import { loadRegions } from '../../files/files.ts'
import { isProblem } from '../../problem.ts'
import { knownRegions } from './expectations.ts'
import { expandRegions, suffixOf } from './regions.ts'

const loaded = loadRegions()
if (isProblem(loaded)) throw new Error(loaded.problem)
const file = loaded

function expand(asked: string[], offered: 'runtime' | 'mantle' = 'runtime'): readonly string[] {
  const result = expandRegions(asked, file, offered, '--region')
  if ('problem' in result) throw new Error(result.problem)
  return result.regions
}

describe('expandRegions', () => {
  it('means the 33 commercial regions by all, and the 16 of mantle there', () => {
    expect(expand(['all'])).toHaveLength(33)
    expect(expand(['all'])).not.toContain('us-gov-west-1')
    expect(expand(['all'], 'mantle')).toHaveLength(16)
  })

  it('expands globs over commercial regions only', () => {
    expect(expand(['us-*'])).toEqual(['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'])
    expect(expand(['us-*'], 'mantle')).toEqual(['us-east-1', 'us-east-2', 'us-west-2'])
  })

  it('reaches other partitions by name, or by a glob that fits nothing else', () => {
    expect(expand(['us-gov-west-1'])).toEqual(['us-gov-west-1'])
    expect(expand(['us-gov-*'])).toEqual(['us-gov-east-1', 'us-gov-west-1'])
  })

  it('takes lists with commas, blanks and repetitions', () => {
    expect(expand(['us-west-2, eu-west-1', 'us-west-2,'])).toEqual(['us-west-2', 'eu-west-1'])
  })

  it('knows which names were given letter by letter', () => {
    const result = expandRegions(['us-west-2', 'eu-*'], file, 'runtime', '--region')
    expect('literal' in result && [...result.literal]).toEqual(['us-west-2'])
  })

  it.each([
    ['us-wst-2', 'did you mean "us-west-2"?'],
    ['eu-central1', 'did you mean "eu-central-1"?'],
    ['ca-centrl-1', 'did you mean "ca-central-1"?'],
    ['nowhere', 'af-south-1, '],
    ['nowhere', 'sa-east-1, '],
    ['mars-*', 'fits no Bedrock region known on 2026-08-07'],
    ['', 'names no region'],
  ])('refuses "%s" and says what there is', (asked, hint) => {
    const result = expandRegions([asked], file, 'runtime', 'AWS_REGION')
    expect('problem' in result && result.problem).toContain(hint)
    expect('problem' in result && result.problem).toMatch(/^AWS_REGION/)
  })
})

describe('the facts', () => {
  it('say where the models of the two documents are', () => {
    expect(knownRegions('openai.gpt-oss-20b-1:0', file)).toHaveLength(13)
    expect(knownRegions('openai.gpt-oss-20b', file)).toHaveLength(16)
    expect(knownRegions('us.meta.llama3-1-8b-instruct-v1:0', file)).toEqual([
      'us-east-1',
      'us-east-2',
      'us-west-2',
    ])
    expect(knownRegions('no.such-model', file)).toBeUndefined()
  })

  it('name only regions that are listed, each once', () => {
    const ids = file.regions.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const claimed = file.models.flatMap(({ claims }) =>
      claims.flatMap(({ classes }) => Object.values(classes).flat()),
    )
    for (const region of [...file.mantle.regions, ...claimed]) expect(ids).toContain(region)
  })

  it('know the domain of every partition', () => {
    expect(suffixOf('us-gov-west-1', file)).toBe('amazonaws.com')
    expect(suffixOf('eusc-de-east-1', file)).toBe('amazonaws.eu')
  })
})
