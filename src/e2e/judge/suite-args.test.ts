import { expect, it } from 'vitest'
import { samplePart } from '../part/testing/sample-part.ts'
import { suiteArgs } from './suite-args.ts'

const part = samplePart({
  judge: [
    {
      target: 'bedrock',
      endpoint: '${url}/v1',
      baseline: 'p.yaml',
      flags: ['--samples=1', '--case=chat.*'],
      against: { target: 'bedrock', own: 1 },
    },
  ],
})

function argsWith(flags: readonly string[]): string[] {
  const [suite] = part.judge
  if (suite === undefined) throw new Error('There is no suite.')
  return suiteArgs({
    suite,
    values: { url: 'http://u' },
    flags,
    directory: 'r',
    direct: 'http://d',
  })
}

it('names the server, what is behind it, and the baseline of the part', () => {
  expect(argsWith([])).toEqual([
    '--target=bedrock',
    '--endpoint=http://u/v1',
    '--timeout=60000',
    '--history=none',
    '--report-dir=r',
    '--upstream=reference',
    '--against=bedrock',
    '--against-endpoint=http://d',
    expect.stringMatching(/^--baseline=.*p\.yaml$/),
    '--samples=1',
    '--case=chat.*',
  ])
})

it('prefers a flag of the user to that of the part, which may be given once only', () => {
  const args = argsWith(['--baseline=none', '--samples=5'])
  expect(args.filter((flag) => /baseline|samples/.test(flag))).toEqual([
    '--baseline=none',
    '--samples=5',
  ])
})

it('adds the cases of the user to those of the part', () => {
  expect(argsWith(['--case=stream.*'])).toEqual(
    expect.arrayContaining(['--case=chat.*', '--case=stream.*']),
  )
})
