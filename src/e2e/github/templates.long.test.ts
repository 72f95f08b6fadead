/** The pipelines of GitLab and Jenkins that people copy, run as their steps say, over the reference. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { packageRoot } from '../../model/package.ts'
import { playReference } from '../../proof/play-reference.ts'
import { fakeAccessKeyId, fakeSecretAccessKey } from '../../reference/auth/credentials.ts'
import type { ReferenceServer } from '../../reference/server.ts'

const regions = ['us-east-1', 'us-west-2']
let folder = ''
let reference: ReferenceServer

beforeAll(async () => {
  reference = await playReference()
})

afterAll(async () => {
  await reference.close()
})

beforeEach(() => {
  folder = temporaryFolder()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  // The program of this checkout in place of the package.
  const launch = join(packageRoot, 'src', 'cli', 'launch.mjs')
  const narrow = '--case=chat.curl-simple'
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\nshift\ncase $1 in run) set -- "$@" ${narrow} ;; esac\nexec node '${launch}' bin "$@"\n`,
  )
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\n')
  for (const name of ['npx', 'npm']) chmodSync(join(bin, name), 0o755)
})

interface Ended {
  readonly code: number
  readonly output: string
}

async function shell(script: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const path = `${join(folder, 'bin')}:${process.env['PATH']}`
  // The reference in place of AWS; the environment says so, as in any pipeline.
  const away = {
    BEDROCK_CONFORMANCE_ENDPOINT: reference.bedrock,
    AWS_ACCESS_KEY_ID: fakeAccessKeyId,
    AWS_SECRET_ACCESS_KEY: fakeSecretAccessKey,
  }
  const whole = { ...process.env, ...away, GITHUB_ACTIONS: '', ...env, PATH: path }
  return new Promise((resolve) => {
    const options = { cwd: folder, env: whole }
    execFile('/bin/sh', ['-e', '-c', script], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0
      resolve({ code, output: stdout + stderr })
    })
  })
}

interface GitlabJob {
  readonly script: readonly string[]
  readonly parallel?: { readonly matrix: readonly { readonly REGION: readonly string[] }[] }
  readonly needs?: readonly string[]
}
interface Gitlab {
  readonly variables: Readonly<Record<string, string>>
  readonly judge: GitlabJob
  readonly merge: GitlabJob
}

const read = (name: string): string => readFileSync(join(packageRoot, 'docs', 'ci', name), 'utf8')

describe('gitlab-ci.yml', () => {
  const { variables, judge, merge } = parse(read('gitlab-ci.yml')) as Gitlab
  const env = { ...variables, TARGET: 'bedrock', REGIONS: regions.join(',') }
  const run = async (
    { script }: GitlabJob,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Ended> => shell(script.join('\n'), { ...env, ...more })

  it('judges each region of its matrix and merges them all', async () => {
    expect(judge.parallel?.matrix[0]?.REGION.join(',')).toBe(variables['REGIONS'])
    expect(merge.needs).toEqual(['judge'])
    for (const REGION of regions) expect((await run(judge, { REGION })).code).toBe(0)
    const merged = await run(merge)
    expect(merged.output).toContain('CONFORMANT')
    expect(merged.code).toBe(0)
    expect(readFileSync(join(folder, 'reports/bedrock/junit.xml'), 'utf8')).toMatch(/us-east-1/)
  })

  it('fails when a region left no report, and names it', async () => {
    for (const REGION of regions) await run(judge, { REGION })
    rmSync(join(folder, 'parts/us-east-1'), { recursive: true })
    const { code, output } = await run(merge)
    expect(output).toMatch(/Missing: region us-east-1/)
    expect(code).toBe(5)
  })

  it('ends at once where its configuration is wrong', async () => {
    expect((await run(judge, { REGION: 'us-wets-2' })).code).toBe(2)
  })
})

describe('Jenkinsfile', () => {
  const text = read('Jenkinsfile')
  const scripts = [...text.matchAll(/'''\n([\s\S]*?)'''/g)].map(([, script = '']) => script)
  const env = { TARGET: 'bedrock', REGIONS: regions.join(',') }

  it('judges each region and merges them all', async () => {
    const [judge = '', merge = ''] = scripts
    expect(scripts).toHaveLength(2)
    for (const REGION of regions) {
      expect((await shell(judge, { ...env, REGION })).code).toBe(0)
    }
    expect((await shell(merge, env)).code).toBe(0)
  })

  it('names the same regions in its matrix and for the merge', () => {
    const [, listed = ''] = /REGIONS = '([^']*)'/.exec(text) ?? []
    const [, values = ''] = /values (.*)/.exec(text) ?? []
    expect(values.replaceAll(/[' ]/g, '')).toBe(listed)
  })

  it('has as many brackets closed as opened', () => {
    for (const [open, close] of ['{}', '()', '[]'].map((pair) => pair.split(''))) {
      expect(text.split(open ?? '').length).toBe(text.split(close ?? '').length)
    }
  })
})
