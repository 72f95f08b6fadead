/** The steps of the workflow files, run as a runner would run them, over the reference. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fakeAccessKeyId, fakeSecretAccessKey } from '../../reference/auth/credentials.ts'
import type { Report } from '../../model/report.ts'
import { renderJson } from '../../report/json/json.ts'
import { playReference } from '../../proof/play-reference.ts'
import type { ReferenceServer } from '../../reference/server.ts'
import { packageRoot } from '../../model/package.ts'
import { filled, valueOf } from './testing/expressions.ts'
import { createWorkspace, type Workspace } from './testing/machine.ts'
import { runJob, type Action, type Done, type Job, type Workflow } from './testing/runner.ts'

function workflowOf(file: string): Workflow {
  return parse(readFileSync(join(packageRoot, '.github', 'workflows', file), 'utf8')) as Workflow
}

const github = {
  token: 'token-of-the-job',
  server_url: 'https://github.example',
  repository: 'o/r',
  run_id: '7',
}
const nothing: Action = () => undefined
const bystanders = {
  'actions/checkout': nothing,
  'actions/setup-node': nothing,
  'actions/setup-python': nothing,
  'actions/upload-artifact': nothing,
}

let workspace: Workspace
let reference: ReferenceServer | undefined

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(async () => {
  workspace.end()
  await reference?.close()
  reference = undefined
})

describe('nightly.yml', () => {
  const { jobs, env } = workflowOf('nightly.yml')
  const inputs = {
    regions: 'us-west-2 us-east-1',
    level: 'may',
    case: 'chat.curl-simple',
    endpoint: '',
  }
  const vars = {
    AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/nightly',
    BEDROCK_MODELS: 'openai.gpt-oss-20b-1:0',
  }

  it('chooses the regions that were asked for, else its own thirteen, and refuses an invalid one', async () => {
    const plan = async (asked: string): Promise<Done> =>
      runJob(
        jobs['plan']!,
        {
          workspace: workspace.folder,
          env: workspace.env,
          actions: {},
          contexts: { github, inputs: { regions: asked, endpoint: '' }, vars },
        },
        env,
      )
    expect((await plan('us-west-2  eu-west-1')).outputs).toEqual({
      regions: '["us-west-2","eu-west-1"]',
    })
    expect(JSON.parse((await plan('')).outputs['regions'] ?? '')).toHaveLength(13)
    expect(await plan('us-west-2 $(reboot)')).toMatchObject({ result: 'failure' })
  })

  it('without credentials ends in one line that says what to set', async () => {
    const contexts = { github, inputs: { regions: '', endpoint: '' }, vars: {} }
    const machine = { workspace: workspace.folder, env: workspace.env, actions: {}, contexts }
    const { result, log } = await runJob(jobs['plan']!, machine, env)
    expect(result).toBe('failure')
    expect(log.match(/^::error/gm)).toHaveLength(1)
    expect(log).toMatch(/AWS_ROLE_ARN/)
    expect(log).not.toMatch(/^\s+at /m)
  })

  it('whose key cannot be made ends its job in one line', async () => {
    const contexts = {
      github,
      vars,
      matrix: { region: 'us-west-2' },
      inputs: { ...inputs, endpoint: 'http://127.0.0.1:9' },
    }
    const { result, log } = await runJob(
      jobs['judge']!,
      {
        workspace: workspace.folder,
        env: { ...workspace.env, AWS_EC2_METADATA_DISABLED: 'true' },
        actions: stores(),
        contexts,
      },
      env,
    )
    expect(result).toBe('failure')
    expect(log.match(/^::error/gm)).toHaveLength(1)
    expect(log).not.toMatch(/^\s+at /m)
  })

  /** Uploads and downloads through a folder, and the cache through another. */
  function stores(): Record<string, Action> {
    const artifacts = join(workspace.folder, '.artifacts')
    const cache = join(workspace.folder, '.cache-of-nights')
    const paths = (text = ''): string[] =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    const copy = (from: string, to: string): void => {
      if (existsSync(from)) cpSync(from, to, { recursive: true })
    }
    return {
      ...bystanders,
      'aws-actions/configure-aws-credentials': nothing,
      'actions/upload-artifact': ({ name = '', path = '' }) =>
        copy(join(workspace.folder, path), join(artifacts, name)),
      'actions/download-artifact': ({ path = '' }) => {
        for (const name of readdirSync(artifacts).filter((one) => one.startsWith('part-'))) {
          copy(join(artifacts, name), join(workspace.folder, path))
        }
      },
      'actions/cache/restore': ({ path }) => {
        for (const name of paths(path)) copy(join(cache, name), join(workspace.folder, name))
      },
      'actions/cache/save': ({ path }) => {
        for (const name of paths(path)) copy(join(workspace.folder, name), join(cache, name))
      },
    }
  }

  /** The night before, but that one region did not report, and one check fails in the other. */
  function spoil(artifacts: string): void {
    rmSync(join(artifacts, 'part-us-east-1'), { recursive: true })
    const path = join(artifacts, 'part-us-west-2', 'us-west-2', 'report.json')
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report
    const finding = { code: 'usage.sum', message: 'Wrong.', expected: '1', received: '2' }
    const cells = report.cells.map((cell) => ({
      ...cell,
      checks: cell.checks.map((check) =>
        check.id === 'usage' ? { ...check, verdict: 'fail' as const, finding } : check,
      ),
    }))
    const startedAt = new Date(Date.parse(report.startedAt) + 86_400_000).toISOString()
    writeFileSync(path, renderJson({ ...report, startedAt, cells }))
  }

  async function night(
    server: ReferenceServer,
    regions: readonly string[],
    prepare: () => void = () =>
      rmSync(join(workspace.folder, '.artifacts'), { recursive: true, force: true }),
  ): Promise<{ judged: Done[]; merged: Done }> {
    prepare()
    for (const name of ['parts', 'reports'])
      rmSync(join(workspace.folder, name), { recursive: true, force: true })
    mkdirSync(join(workspace.folder, '.artifacts'), { recursive: true })
    const machine = {
      workspace: workspace.folder,
      env: {
        ...workspace.env,
        AWS_ACCESS_KEY_ID: fakeAccessKeyId,
        AWS_SECRET_ACCESS_KEY: fakeSecretAccessKey,
      },
      actions: stores(),
    }
    const needs = { plan: { result: 'success', outputs: { regions: '["us-west-2","us-east-1"]' } } }
    const contexts = { github, vars, needs, inputs: { ...inputs, endpoint: server.bedrock } }
    const all = valueOf(
      String(
        (jobs['judge'] as unknown as { strategy: { matrix: { region: string } } }).strategy.matrix
          .region,
      ),
      contexts,
    )
    expect(all).toEqual(['us-west-2', 'us-east-1'])
    const judged: Done[] = []
    for (const region of regions) {
      judged.push(
        await runJob(
          jobs['judge']!,
          { ...machine, contexts: { ...contexts, matrix: { region } } },
          env,
        ),
      )
      rmSync(join(workspace.folder, 'parts'), { recursive: true, force: true }) // each job has its own machine
    }
    return { judged, merged: await runJob(jobs['merge']!, { ...machine, contexts }, env) }
  }

  it('judges each region with a key of its own, merges, and tells when the matrix changes', async () => {
    reference = await playReference()
    const first = await night(reference, ['us-west-2', 'us-east-1'])
    for (const one of first.judged) {
      expect(one.result, one.log).toBe('success')
      expect(one.log).toMatch(/^::add-mask::bedrock-api-key-/m)
      expect(one.log.replaceAll(/^::add-mask::.*$/gm, '')).not.toMatch(
        /bedrock-api-key-[A-Za-z0-9]{20}/,
      )
    }
    expect(first.merged.result, first.merged.log).toBe('success')
    expect(first.merged.summary).toMatch(/^# ✅ CONFORMANT: bedrock/)
    expect(workspace.calls().filter((call) => call.startsWith('gh'))).toEqual([])

    const { merged } = await night(reference, [], () => spoil(join(workspace.folder, '.artifacts')))
    expect(merged.result).toBe('failure')
    expect(merged.log).toMatch(/Missing: region us-east-1: it was not judged/)
    expect(merged.log).toMatch(
      /^::error file=suites\/chat\/basic\.yaml,line=\d+,title=bedrock%3A .*usage.*::/m,
    )
    expect(merged.summary).toMatch(/# ❌ NOT CONFORMANT[^]*# ❌ REGRESSION/)
    expect(merged.ran).toContain('Report a changed matrix in an issue')
    const described = workspace.calls().filter((call) => call.startsWith('gh'))
    expect(described.at(-1)).toMatch(/^gh issue create --label bedrock-matrix/)
    const body = readFileSync(join(workspace.folder, 'reports', 'bedrock', 'compare.md'), 'utf8')
    expect(body).toMatch(
      /New failures[^]*Cells that are gone[^]*https:\/\/github\.example\/o\/r\/actions\/runs\/7/,
    )
  }, 120_000)

  it('adds to the issue that is open', async () => {
    mkdirSync(join(workspace.folder, 'reports', 'bedrock'), { recursive: true })
    writeFileSync(join(workspace.folder, '.calls.open'), '12\n')
    const step = jobs['merge']!.steps.find(({ name }) =>
      name?.startsWith('Report a changed matrix'),
    )!
    const job: Job = { steps: [{ ...step, if: 'always()' }] }
    await runJob(job, {
      workspace: workspace.folder,
      env: workspace.env,
      actions: {},
      contexts: { github },
    })
    expect(workspace.calls().at(-1)).toBe(
      'gh issue comment 12 --body-file reports/bedrock/compare.md',
    )
  })

  it('is red, and says why, when no region could be judged', async () => {
    mkdirSync(join(workspace.folder, '.artifacts'))
    const needs = { plan: { result: 'success', outputs: { regions: '["us-west-2"]' } } }
    const machine = { workspace: workspace.folder, env: workspace.env, actions: stores() }
    const done = await runJob(jobs['merge']!, { ...machine, contexts: { github, needs } }, env)
    expect(done.result).toBe('failure')
    expect(done.log).toContain('::error title=Nightly::No region was judged')
    expect(done.ran.at(-1)).toBe('Gate')
  })
})

describe('gate.yml', () => {
  const { jobs } = workflowOf('gate.yml')
  const noInputs = { image: '', wheel: '', baseline: '', case: '', strict: false }

  it('runs the tests on a pull request, and no candidate', async () => {
    const machine = { workspace: workspace.folder, env: workspace.env, actions: bystanders }
    const contexts = { github, inputs: noInputs, matrix: { node: '22' } }
    const tests = await runJob(jobs['tests']!, { ...machine, contexts })
    expect([tests.result, tests.log]).toEqual(['success', ''])
    expect(workspace.calls()).toEqual(['npm ci', 'npm run check', 'npm test'])
    expect(await runJob(jobs['candidate']!, { ...machine, contexts })).toMatchObject({
      result: 'skipped',
    })
  })

  /** The composite action, as `uses: ./` runs it. */
  function ownAction(outer: Record<string, Done>): Action {
    const action = parse(readFileSync(join(packageRoot, 'action.yml'), 'utf8')) as {
      inputs: Record<string, { default: string }>
      outputs: Record<string, { value: string }>
      runs: Job
    }
    return async (given) => {
      const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default])
      const known = new Set(Object.keys(action.inputs))
      expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([])
      const contexts = {
        github: { ...github, action_path: workspace.folder },
        inputs: { ...(Object.fromEntries(defaults) as object), ...given },
      }
      const outputs = Object.fromEntries(
        Object.entries(action.outputs).map(([name, { value }]) => [name, value]),
      )
      const done = await runJob(
        { ...action.runs, outputs },
        { workspace: workspace.folder, env: workspace.env, actions: bystanders, contexts },
      )
      outer['action'] = done
      if (done.result !== 'success')
        throw Object.assign(new Error(done.log), { outputs: done.outputs })
      return done.outputs
    }
  }

  it.each([
    ['a good image', undefined, 'success', { 'exit-code': '0', conformant: 'true', failures: '0' }],
    ['a bad image', 'usage-total-wrong', 'failure', { 'exit-code': '1', conformant: 'false' }],
  ] as const)(
    'judges %s',
    async (_, mutant, result, outputs) => {
      // The reference's Llama Stack stands where the container would listen.
      reference = await playReference(mutant === undefined ? {} : { mutant })
      writeFileSync(join(workspace.folder, 'serve.json'), '')
      const inner: Record<string, Done> = {}
      const { env: _env, ...candidate } = jobs['candidate']!
      const done = await runJob(
        {
          ...candidate,
          env: { STACK_URL: reference.llamaStack },
          outputs: { 'exit-code': '${{ steps.judge.outputs.exit-code }}' },
        },
        {
          workspace: workspace.folder,
          env: workspace.env,
          actions: { ...bystanders, './': ownAction(inner) },
          contexts: { github, inputs: { ...noInputs, image: 'stack:1', case: 'chat.curl-simple' } },
          ...(mutant !== undefined && { only: ['Wait until it is healthy', 'Judge'] }),
        },
      )
      expect(done.result, done.log).toBe(result)
      expect(inner['action']?.outputs).toMatchObject(outputs)
      expect(Number(inner['action']?.outputs['checks'])).toBeGreaterThan(10)
      expect(done.outputs).toEqual({ 'exit-code': outputs['exit-code'] })
      if (mutant !== undefined) return
      const docker = workspace.calls().find((call) => call.startsWith('docker run'))
      expect(docker).toMatch(
        /--env-file upstream\.env --volume (\S+):\1:ro .* stack:1 \/stack\.yaml --port 8321/,
      )
      const upstream = readFileSync(join(workspace.folder, 'upstream.env'), 'utf8')
      expect(upstream).toMatch(
        /^AWS_BEARER_TOKEN_BEDROCK=bedrock-api-key-\S+\nHTTPS_PROXY=http:\/\/127\.0\.0\.1:\d+\nSSL_CERT_FILE=\//,
      )
      const config = parse(readFileSync(join(workspace.folder, 'stack.yaml'), 'utf8')) as object
      expect(config).toMatchObject({ distro_name: 'candidate', server: { port: 8321 } })
    },
    60_000,
  )

  it('starts a wheel behind the same proxy', async () => {
    writeFileSync(join(workspace.folder, 'upstream.env'), 'HTTPS_PROXY=http://127.0.0.1:1\n')
    const done = await runJob(jobs['candidate']!, {
      workspace: workspace.folder,
      env: workspace.env,
      actions: bystanders,
      contexts: { github, inputs: { ...noInputs, wheel: 'llama-stack==0.7.3' } },
      only: ['Start the wheel'],
    })
    expect(done.result, done.log).toBe('success')
    await expect
      .poll(() => workspace.calls())
      .toContainEqual('llama stack run stack.yaml --port 8321 HTTPS_PROXY=http://127.0.0.1:1')
    expect(workspace.calls()[1]).toMatch(/^pip install --quiet llama-stack==0\.7\.3 /)
  })
})

it('expressions are evaluated as GitHub does', () => {
  const contexts = { inputs: { a: '', n: ['x', 'y'] }, vars: { b: 'v' } }
  expect(filled('${{ inputs.a || vars.b }}-${{ vars.none }}', contexts)).toBe('v-')
  expect(filled("${{ join(inputs.n, ',') }}", contexts)).toBe('x,y')
})
