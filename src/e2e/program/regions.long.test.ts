/** A run over regions, each with a deviation of its own, as a user starts it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnswerClass } from '../../model/answer.ts'
import type { CellResult, Report } from '../../model/report.ts'
import { startReference, type ReferenceServer } from '../../reference/server.ts'
import { runProgram, temporaryFolder, type Ran } from '../../cli/testing/program.ts'

interface Seen extends Ran {
  readonly report: Report
  /** `regions.md`. */
  readonly matrix: string
}

async function run(flags: readonly string[], env: Record<string, string> = {}): Promise<Seen> {
  const folder = temporaryFolder()
  const ran = await runProgram(['run', '--history=none', `--report-dir=${folder}`, ...flags], {
    AWS_EC2_METADATA_DISABLED: 'true',
    ...env,
  })
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  return { ...ran, report: JSON.parse(read('report.json')) as Report, matrix: read('regions.md') }
}

const about = (report: Report, region: string, model = 'gpt-oss'): CellResult[] =>
  report.cells.filter((cell) => cell.region === region && cell.model.includes(model))

const classIn = (report: Report, region: string): string[] => [
  ...new Set(about(report, region).flatMap(({ availability }) => availability?.class ?? [])),
]

/** The class that each deviation of a region results in, in a region in which gpt-oss is known to be. */
const deviant: readonly (readonly [region: string, kind: string, found: AnswerClass])[] = [
  ['us-east-1', 'no-host', 'endpoint-absent'],
  ['us-east-2', 'bad-certificate', 'unreachable'],
  ['eu-central-1', 'refused', 'unreachable'],
  ['eu-north-1', 'path-not-served', 'path-not-served'],
  ['eu-south-1', 'key-refused', 'auth'],
  ['eu-west-1', 'iam-denied', 'iam-denied'],
  ['eu-west-2', 'scp-denied', 'scp-denied'],
  ['ap-northeast-1', 'model-access', 'model-access'],
  ['ap-south-1', 'marketplace', 'model-access-marketplace'],
  ['ap-southeast-2', 'needs-profile', 'needs-inference-profile'],
  ['ap-southeast-3', 'no-models', 'not-in-region-or-bad-id'],
  ['sa-east-1', 'legacy', 'legacy'],
]
const more: readonly (readonly [string, string, AnswerClass])[] = [
  ['us-east-1', 'use-case-form', 'use-case-form'],
  ['us-east-2', 'no-streaming', 'feature-unsupported'],
  ['eu-central-1', 'throttled', 'throttled'],
  ['eu-west-1', 'unavailable', 'transient'],
]

const asFlags = (all: typeof deviant): string[] => [
  ...all.map(([region, kind]) => `--trouble=${region}=${kind}`),
  `--region=us-west-2,${all.map(([region]) => region).join(',')}`,
]
const narrow = ['--case=availability.call', '--case=availability.host']

describe('regions with deviations', () => {
  let seen: Seen
  beforeAll(async () => {
    seen = await run([...asFlags(deviant), ...narrow, '--api=converse,openai-models'])
  }, 60_000)

  it.each(deviant)('%s, %s: %s', (region, _, found) => {
    expect(classIn(seen.report, region)).toEqual([found])
    expect(seen.matrix).toMatch(new RegExp(`\\[${found}\\]\\(#${region}\\)`))
  })

  it('spoil no other', () => {
    expect(classIn(seen.report, 'us-west-2')).toEqual(['available'])
    const verdicts = about(seen.report, 'us-west-2').map(({ verdict }) => verdict)
    expect(new Set(verdicts)).toEqual(new Set(['pass']))
  })

  it('have one failing case where no server answers, and one line with the reason', () => {
    for (const region of ['us-east-1', 'us-east-2', 'eu-central-1']) {
      const red = about(seen.report, region, '').flatMap((cell) =>
        cell.checks.flatMap((check) =>
          check.verdict === 'error' ? [`${cell.case}/${check.id}`] : [],
        ),
      )
      expect(new Set(red)).toEqual(new Set(['availability.host/answers']))
    }
    const lines = seen.report.problems.filter((line) => line.includes('.invalid'))
    expect(lines).toHaveLength(1)
  })

  it('are shown with their evidence, in the file and in the terminal', () => {
    expect(seen.matrix).toMatch(
      /\[eu-west-1\]\(#eu-west-1\) .*iam-denied .*status 403.*not authorized/,
    )
    expect(seen.stdout).toMatch(/eu-west-1 +iam-denied ≠ available/)
    expect(seen.code).toBe(1)
  })
})

describe('further regions with deviations', () => {
  it('come to the other classes', async () => {
    const { report } = await run([...asFlags(more), ...narrow, '--api=converse,openai-models'])
    for (const [region, , found] of more) expect(classIn(report, region)).toEqual([found])
    // A throttled region does not show which models it has.
    const verdicts = about(report, 'eu-central-1').flatMap(({ availability, checks }) =>
      availability === undefined ? [] : checks.map(({ verdict }) => verdict),
    )
    expect(verdicts).toContain('inconclusive')
    expect(verdicts).not.toContain('fail')
  }, 150_000) // a host that refuses everything is given up after 70 s
})

describe('a silent region', () => {
  it('delays no other: theirs are judged before it is given up', async () => {
    const { report, stderr } = await run([
      '--trouble=eu-west-1=silent',
      '--region=us-west-2,eu-west-1',
      '--timeout=5000',
      ...narrow,
      '--api=converse,openai-models',
      '--verbose',
    ])
    expect(classIn(report, 'eu-west-1')).toEqual(['transient'])
    expect(classIn(report, 'us-west-2')).toEqual(['available'])
    expect(stderr).toContain('us-west-2') // progress of those that ran; blocked ones have none
    expect(stderr).not.toContain('[converse eu-west-1')
  }, 60_000)
})

describe('the walkthrough’s discovery', () => {
  it('shows: the profile is listed in three regions and can be called in one', async () => {
    const { report, matrix, code } = await run([
      '--mutant=llama-denied-outside-us-east-2',
      '--region=us-*',
      '--case=availability.call',
      '--case=regions.inference-profile',
      '--api=converse',
    ])
    expect(code).toBe(1)
    for (const region of ['us-east-1', 'us-west-2']) {
      const [cell] = about(report, region, 'us.meta').filter((one) => one.availability)
      expect(cell?.availability).toMatchObject({
        class: 'model-access',
        evidence: { status: 403, code: 'AccessDeniedException' },
        expected: { class: 'available', earlier: [{ class: 'model-access', date: '2025-10-31' }] },
      })
      const listed = about(report, region, 'us.meta').flatMap(({ checks }) =>
        checks.filter(({ finding }) => finding?.code === 'listing.not-callable'),
      )
      expect(listed.length).toBeGreaterThan(0)
      expect(matrix).toContain(`⚠️ [model-access](#${region}) (expected available)`)
    }
    expect(matrix).toContain('✅ [available](#us-east-2)')
  }, 60_000)
})

describe('keys', () => {
  let server: ReferenceServer
  beforeAll(async () => {
    server = await startReference()
  })
  afterAll(async () => server.close())

  it('of one region leave the others unasked, in one line', async () => {
    const { report, matrix } = await run(
      [
        '--target=bedrock',
        `--endpoint=${server.bedrock}`,
        '--region=us-west-2,us-east-2,eu-west-1',
        '--api=converse,openai-models',
        '--case=availability.call',
        '--case=own-key.fits',
      ],
      { AWS_BEARER_TOKEN_BEDROCK: server.key, AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '' },
    )
    expect(classIn(report, 'us-west-2')).toEqual(['available'])
    expect(classIn(report, 'eu-west-1')).toEqual(['config-key-region'])
    expect(matrix).toContain('❔ [config-key-region](#us-east-2)')
    expect(report.problems.filter((line) => line.includes('works only there'))).toHaveLength(1)
    const fits = report.cells.find(
      (cell) => cell.case === 'own-key.fits' && cell.region === 'eu-west-1',
    )
    expect(fits?.checks.find(({ id }) => id === 'region')?.finding?.code).toBe('key.region')
  }, 60_000)

  it('that have expired are found before they are used', async () => {
    const { report } = await run([
      '--mutant=key-expired',
      '--case=availability.call',
      '--case=chat.simple',
      '--api=openai-chat',
    ])
    expect(classIn(report, 'us-west-2')).toEqual(['config-key-expired'])
  }, 60_000)

  it('are made for all regions from one set of AWS credentials', async () => {
    const { accessKeyId, secretAccessKey } = server.credentials
    const { report, stdout, matrix } = await run(
      [
        '--target=bedrock',
        `--endpoint=${server.bedrock}`,
        '--auth=key',
        '--region=us-west-2,eu-west-1',
        '--api=converse,openai-models',
        '--case=availability.call',
      ],
      {
        AWS_BEARER_TOKEN_BEDROCK: '',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    )
    expect(classIn(report, 'us-west-2')).toEqual(['available'])
    expect(classIn(report, 'eu-west-1')).toEqual(['available'])
    for (const text of [JSON.stringify(report), stdout, matrix]) {
      expect(text).not.toContain(accessKeyId)
      expect(text).not.toContain('bedrock-api-key-')
    }
  }, 60_000)
})
