import { describe, expect, it } from 'vitest'
import type { FindingKind } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'
import { causesOf } from './causes.ts'

/** Causes of one check that found `first` and `others`; more cells with other findings after it. */
function causes(
  first: FindingKind,
  others: readonly FindingKind[],
  { verdict = 'fail', elsewhere = [] }: { verdict?: Verdict; elsewhere?: FindingKind[] } = {},
) {
  const checkOf = (
    id: string,
    { code, pointer }: FindingKind,
    alsoFound?: readonly FindingKind[],
  ) => {
    const at = pointer === undefined ? {} : { at: { pointer } }
    const finding = {
      code,
      message: `It is ${code} ${pointer}.`,
      expected: '',
      received: '',
      ...at,
    }
    return judgedCheck(id, verdict, code, { finding, ...(alsoFound && { alsoFound }) })
  }
  const cells = [
    judgedCell([checkOf('schema', first, others)]),
    ...elsewhere.map((kind, at) => judgedCell([checkOf('x', kind)], { case: `b.${at}` })),
  ]
  return causesOf(cells, { target: 't' })
}

const codes = (...given: Parameters<typeof causes>): string[] =>
  causes(...given).causes.map(({ code }) => code)

const missing = { code: 'schema.required', pointer: '/model' }

describe('a fault that a check found besides', () => {
  it('is a cause of its own, shown by that check, which still counts with the first', () => {
    const found = causes(missing, [{ code: 'schema.enum', pointer: '/service_tier' }])
    expect(found.causes).toHaveLength(2)
    expect(found.causes[1]).toMatchObject({ code: 'schema.enum', checks: 1, cells: 1 })
    expect(found.causes[1]?.message).toMatch(/: \/service_tier$/)
    expect(found.causes[1]?.example.check).toBe('schema')
    expect([...found.ofCheck.values()]).toEqual([found.causes[0]?.id])
  })

  it('is no cause of its own where a stream broke off before its first frame', () => {
    const first = { code: 'bedrock.event-stream-cut' }
    expect(codes(first, [{ code: 'bedrock.event-stream-empty' }])).toHaveLength(1)
  })

  it('is one where two events lack two others', () => {
    const first = { code: 'anthropic.start-repeated' }
    expect(codes(first, [{ code: 'anthropic.stop-missing' }])).toHaveLength(2)
  })

  it.each<[string, FindingKind, FindingKind]>([
    ['about the same member', missing, { code: 'schema.type', pointer: '/model/id' }],
    [
      'about the same member, once in an event and once in the whole answer',
      { code: 'schema.required', pointer: '/item/summary' },
      { code: 'schema.type', pointer: '/response/output/0/summary' },
    ],
    [
      'the same fact elsewhere',
      { code: 'usage.sum', pointer: '/a' },
      { code: 'usage.sum', pointer: '/b' },
    ],
    ['brought about by the first', { code: 'sse.no-events' }, { code: 'usage.missing' }],
    ['what brings about the first', { code: 'usage.missing' }, { code: 'sse.no-events' }],
    ['the shape of another object', missing, { code: 'schema.const', pointer: '/object' }],
  ])('is not a cause where it is %s', (_, first, other) => {
    expect(codes(first, [other])).toEqual([first.code])
  })

  it('is a cause each where two members are missing, none where three are: that is another object', () => {
    const [data, usage] = [
      { ...missing, pointer: '/data' },
      { ...missing, pointer: '/usage' },
    ]
    expect(codes(missing, [data])).toHaveLength(2)
    expect(codes(missing, [data, usage])).toHaveLength(1)
    const deeper = { ...missing, pointer: '/choices/0/index' }
    expect(codes(missing, [data, deeper])).toHaveLength(3)
  })

  it('is named where the members of another object are missing, in a stream, too', () => {
    const names = ['error', 'metadata', 'tools', 'top_p', 'usage']
    const beside = names.map((name) => ({ ...missing, pointer: `/response/${name}` }))
    const found = causes({ ...missing, pointer: '/sequence_number' }, beside)
    expect(found.causes).toHaveLength(1)
    expect(found.causes[0]?.message).toMatch(
      /Also missing: \/response\/error, \/response\/metadata, \/response\/tools and 2 more\.$/,
    )
  })

  it('is not a second cause where another check shows it', () => {
    const other = { code: 'schema.enum', pointer: '/choices/1/x' }
    const elsewhere = [{ code: 'schema.enum', pointer: '/choices/0/x' }]
    expect(codes(missing, [other], { elsewhere })).toHaveLength(2)
  })

  it('is not a cause where a response is not the one that is due', () => {
    const other = { code: 'schema.enum', pointer: '/service_tier' }
    expect(codes({ code: 'http.status' }, [other])).toHaveLength(1)
  })

  it('is not a cause where the check is known', () => {
    const other = { code: 'schema.enum', pointer: '/service_tier' }
    expect(codes(missing, [other], { verdict: 'known' })).toHaveLength(1)
  })
})

describe('what a member that is missing brings about', () => {
  it.each<[string, readonly FindingKind[], number]>([
    ['it was found besides', [{ code: 'schema.required', pointer: '/incomplete_details' }], 1],
    ['another was found besides', [{ code: 'schema.required', pointer: '/instructions' }], 0],
  ])('counts with it where %s', (_, alsoFound, following) => {
    const finding = (code: string, pointer: string) => ({
      code,
      message: `${code} at ${pointer}.`,
      expected: '',
      received: '',
      at: { pointer },
    })
    const schema = finding('schema.required', '/error')
    const details = finding('responses.status-details', '/status')
    const cell = judgedCell([
      judgedCheck('schema', 'fail', schema.code, { finding: schema, alsoFound }),
      judgedCheck('status', 'fail', details.code, { finding: details }),
    ])
    const { causes: all } = causesOf([cell], { target: 't' })
    const own = all.filter(({ code }) => code === details.code)
    expect(own).toHaveLength(1 - following)
  })
})
