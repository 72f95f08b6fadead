/** Does with a job what a runner of GitHub would: evaluates, runs shells, hands outputs on. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filled, isMet, type Contexts } from './expressions.ts'

interface Step {
  readonly name?: string
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, unknown>>
  readonly 'working-directory'?: string
}

export interface Job {
  readonly if?: string
  readonly env?: Readonly<Record<string, unknown>>
  readonly outputs?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export interface Workflow {
  readonly env?: Readonly<Record<string, unknown>>
  readonly jobs: Readonly<Record<string, Job>>
}

type Outputs = Readonly<Record<string, string>>

/** What an action does in the place of the real one; its outputs. */
export type Action = (
  inputs: Outputs,
  contexts: Contexts,
) => Promise<Outputs | void> | Outputs | void

export interface Machine {
  /** Where steps run. */
  readonly workspace: string
  readonly env: Readonly<Record<string, string>>
  /** By name, without the version. */
  readonly actions: Readonly<Record<string, Action>>
  readonly contexts: Contexts
  /** Names of the steps that run; all when absent. */
  readonly only?: readonly string[]
}

export interface Done {
  readonly result: 'success' | 'failure' | 'skipped'
  readonly outputs: Outputs
  /** Everything that steps printed. */
  readonly log: string
  /** Everything that steps put on the summary page. */
  readonly summary: string
  /** Names or texts of the steps that ran. */
  readonly ran: readonly string[]
  /** Actions that were used. */
  readonly used: readonly string[]
}

/** Runs the steps of a job, or of a composite action, in turn. */
export async function runJob(
  job: Job,
  machine: Machine,
  workflowEnv: Job['env'] = {},
): Promise<Done> {
  const files = mkdtempSync(join(tmpdir(), 'bedrock-conformance-runner-'))
  const steps: Record<string, { outputs: Outputs; outcome: string; conclusion: string }> = {}
  const done = { log: '', summary: '', ran: [] as string[], used: [] as string[] }
  let hasFailed = false
  const contexts = (): Contexts => ({ ...machine.contexts, steps, env: envOf({}) })
  const envOf = (more: Step['env'] = {}): Record<string, string> => {
    const own = { ...workflowEnv, ...job.env, ...more }
    const texts = Object.entries(own).map(([name, value]) => [
      name,
      filled(String(value), { ...machine.contexts, steps, env: { ...workflowEnv, ...job.env } }),
    ])
    return Object.fromEntries(texts) as Record<string, string>
  }
  if (!isMet(job.if, contexts(), false)) return { ...done, result: 'skipped', outputs: {} }
  for (const [index, step] of job.steps.entries()) {
    const name = filled(step.name ?? step.uses ?? step.run ?? '', contexts(), hasFailed)
    if (machine.only !== undefined && !machine.only.includes(name)) continue
    if (!isMet(step.if, contexts(), hasFailed)) continue
    done.ran.push(name)
    const one = await runStep(
      step,
      { ...machine, env: { ...machine.env, ...envOf(step.env) } },
      {
        contexts: contexts(),
        prefix: join(files, String(index)),
      },
    )
    if (step.uses !== undefined) done.used.push(step.uses)
    done.log += one.log
    done.summary += one.summary
    hasFailed ||= !one.ok
    const outcome = one.ok ? 'success' : 'failure'
    if (step.id !== undefined)
      steps[step.id] = { outputs: one.outputs, outcome, conclusion: outcome }
  }
  const outputs = Object.entries(job.outputs ?? {}).map(([name, text]) => [
    name,
    filled(text, contexts()),
  ])
  return {
    ...done,
    result: hasFailed ? 'failure' : 'success',
    outputs: Object.fromEntries(outputs) as Outputs,
  }
}

interface Ran {
  readonly ok: boolean
  readonly outputs: Outputs
  readonly log: string
  readonly summary: string
}

async function runStep(
  step: Step,
  machine: Machine,
  { contexts, prefix }: { contexts: Contexts; prefix: string },
): Promise<Ran> {
  if (step.run !== undefined) {
    const directory = filled(step['working-directory'] ?? machine.workspace, contexts)
    return shell(filled(step.run, contexts), { ...machine, workspace: directory }, prefix)
  }
  const uses = step.uses ?? ''
  const action = machine.actions[uses.replace(/@.*/, '')]
  if (action === undefined) throw new Error(`The test has no stand-in for the action ${uses}`)
  const inputs = Object.entries(step.with ?? {}).map(([name, value]) => [
    name,
    filled(String(value), contexts),
  ])
  try {
    const outputs = await action(Object.fromEntries(inputs) as Outputs, contexts)
    return { ok: true, outputs: outputs ?? {}, log: '', summary: '' }
  } catch (error) {
    const { message, outputs = {} } = error as Error & { outputs?: Outputs }
    return { ok: false, outputs, log: message, summary: '' }
  }
}

/** As GitHub runs `shell: bash`, which is the default on Linux but for `pipefail`. */
async function shell(script: string, machine: Machine, prefix: string): Promise<Ran> {
  const [file, output, summary] = ['sh', 'output', 'summary'].map((end) => `${prefix}.${end}`) as [
    string,
    string,
    string,
  ]
  writeFileSync(file, script)
  for (const empty of [output, summary]) writeFileSync(empty, '')
  const env = {
    ...machine.env,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKSPACE: machine.workspace,
  }
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', file]
  const child = spawn('bash', args, {
    cwd: machine.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  // Not `close`: a server that was started in the background keeps the streams open.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
  return {
    ok: code === 0,
    outputs: readOutputs(output),
    log,
    summary: readFileSync(summary, 'utf8'),
  }
}

function readOutputs(path: string): Outputs {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes('='))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
