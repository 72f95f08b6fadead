/** Runs one part: installs it, starts it, has it judged, and stops it whatever happens. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { exitCodes } from '../../model/exit-codes.ts'
import { fakeAccessKeyId, fakeSecretAccessKey } from '../../reference/auth/credentials.ts'
import { benchRegion, type Bench } from '../bench.ts'
import { claim } from '../claim.ts'
import { runAwsCli } from '../clients/aws-cli.ts'
import { askStrictClient } from '../clients/strict-part.ts'
import { runNotebook } from '../clients/notebook.ts'
import { installPart, type Programs } from '../install/install.ts'
import { judgeServer } from '../judge/judge-server.ts'
import { claimsOutcome, measured, notRun, type Outcome } from '../outcome.ts'
import { runPeer } from '../peers/peer-part.ts'
import { freePort } from '../python/free-port.ts'
import { ownEnvironment, StartError, startServer, type RunningServer } from '../server/server.ts'
import { addressesOf, fill, fillAll, type Values } from './fill.ts'
import type { Part, PartServer } from './format.ts'
import { e2eFixtures } from './load.ts'

export interface Scene {
  readonly bench: Bench
  /** Folder for what is installed and what programs write. */
  readonly cache: string
  /** Flags that the user adds to each run of the suite. */
  readonly flags: readonly string[]
  readonly signal: AbortSignal
  readonly say: (text: string) => void
}

/** Its outcomes, at least one. */
export async function runPart(part: Part, scene: Scene): Promise<Outcome[]> {
  const { cache, signal, say } = scene
  const name = `${part.part} ${part.version}`
  say(`${name}: packages into ${cache}, unless they are there.`)
  const prepared = await prepare(part, scene)
  if ('problem' in prepared) return [notRun(name, prepared.problem)]
  const { programs, values } = prepared
  const clients = await clientsOf(part, programs, cache, signal)
  if ('problem' in clients) return [notRun(name, clients.problem)]
  const here: Here = { part, scene, values, clients: clients.bin }
  return part.server === undefined ? withoutServer(here) : withServer(here, part.server)
}

/** Starts the server of a part and leaves it running until the signal. */
export async function holdPart(part: Part, scene: Scene): Promise<string> {
  if (part.server === undefined) return `${part.part} has no server.`
  const prepared = await prepare(part, scene)
  if ('problem' in prepared) return prepared.problem
  const { values } = prepared
  const running = await startServer(part.server, values, scene.signal)
  scene.say(`${variables(part, values)}\n${values.folder} has its log. Ctrl-C ends it.`)
  await new Promise((resolve) => {
    scene.signal.addEventListener('abort', resolve, { once: true })
  })
  await running.stop()
  return ''
}

/** Installs a part and makes the folder in which its programs run. */
async function prepare(part: Part, { cache, signal, bench }: Scene) {
  const name = `${part.part}-${part.version}`
  const programs = await installPart(name, part.install, { cache, signal })
  if ('problem' in programs) return programs
  const folder = join(cache, 'run', name)
  await mkdir(folder, { recursive: true })
  return { programs, values: await valuesOf(programs, folder, bench) }
}

/** A line for another terminal, with what the commands in docs/findings.md need. */
function variables({ judge }: Part, values: Values): string {
  const env = Object.assign({}, ...judge.map((suite) => fillAll(suite.env, values)))
  const all = Object.entries<string>({ ...addressesOf(values), ...env })
  return `export ${all.map(([name, value]) => `${name}='${value}'`).join(' ')}`
}

interface Here {
  readonly part: Part
  readonly scene: Scene
  readonly values: Values & { readonly url: string; readonly folder: string; readonly key: string }
  /** Folder with the programs of the clients. */
  readonly clients: string
}

async function withServer(here: Here, server: PartServer): Promise<Outcome[]> {
  const { part, scene, values } = here
  const name = `${part.part} ${part.version}`
  let running: RunningServer
  try {
    running = await startServer(server, values, scene.signal)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return [notStarted(name, server, error)]
  }
  try {
    if (server.fails !== undefined) {
      const says = `It starts, although it is recorded that it does not: ${server.fails.because}`
      return [{ name, exitCode: exitCodes.staleBaseline, says }]
    }
    return await judged(here)
  } finally {
    await running.stop()
  }
}

function notStarted(name: string, { fails }: PartServer, { message, log }: StartError): Outcome {
  if (fails === undefined) {
    return { name, exitCode: exitCodes.unreachable, says: `${name} ${message}` }
  }
  const isMeant = new RegExp(fails.log).test(log)
  const claims = [claim(`it does not start: ${fails.because}`, isMeant, message)]
  const outcome = claimsOutcome(name, claims)
  return isMeant
    ? { ...outcome, says: `It does not start, as recorded: ${fails.because}` }
    : outcome
}

async function judged({ part, scene, values, clients }: Here): Promise<Outcome[]> {
  const { signal, say } = scene
  say(`Judging ${part.part} ${part.version}.`)
  const { folder, url } = values
  const outcomes = await judgeServer({ ...scene, part, values, folder })
  if (part.notebook === undefined || signal.aborted) return outcomes
  const script = join(e2eFixtures, 'notebook.py')
  const model = part.notebook
  const notebook = await measured(scene.bench.requests, async () => {
    const claims = await runNotebook({ bin: clients, script, folder, url, model, signal })
    return claimsOutcome(`${part.part} ${part.version}: the notebook`, claims)
  })
  return [...outcomes, notebook]
}

async function withoutServer(here: Here): Promise<Outcome[]> {
  const { part, scene } = here
  const outcomes: Outcome[] = []
  const does = async (work: (() => Promise<Outcome>) | undefined): Promise<void> => {
    if (work !== undefined) outcomes.push(await measured(scene.bench.requests, work))
  }
  const { client, peer } = part
  await does(part.walkthrough ? () => walkthrough(here) : undefined)
  await does(client && (() => asked(here, client)))
  await does(peer && (() => compared(here, peer)))
  return outcomes
}

async function walkthrough({ scene, values, clients }: Here): Promise<Outcome> {
  const { bench, signal, say } = scene
  say('Running the walkthrough’s commands with the AWS CLI.')
  const claims = await runAwsCli({
    bin: clients,
    folder: values.folder,
    proxy: bench.proxy,
    ca: bench.ca,
    key: bench.reference().mintKey('us-east-2'),
    accessKeyId: fakeAccessKeyId,
    secretAccessKey: fakeSecretAccessKey,
    signal,
  })
  return claimsOutcome('AWS CLI: the walkthrough', claims)
}

async function compared(
  { part: { part, version }, scene, values }: Here,
  { failure, ...peer }: NonNullable<Part['peer']>,
): Promise<Outcome> {
  const { bench, say } = scene
  say(`Running ${part} on mutants.`)
  const { command, args, ...options } = programOf(peer, scene, values)
  const pattern = new RegExp(failure, 'gm')
  const claims = await runPeer(
    { command, args, failure: pattern, options },
    bench,
    (mutant, says) => {
      say(`  ${mutant}: ${says}`)
    },
  )
  const [{ says } = { says: '' }] = claims
  return claimsOutcome(`${part} ${version}: ${says}`, claims)
}

async function asked(
  { part: { part, version }, scene, values }: Here,
  client: NonNullable<Part['client']>,
): Promise<Outcome> {
  const { bench, say } = scene
  say(`Asking ${part} what it takes.`)
  const options = programOf(client, scene, values)
  const file = join(e2eFixtures, 'disagreements.yaml')
  const claims = await askStrictClient(options, bench, file, ({ call, oddity, error }) => {
    say(`  ${call} refuses ${oddity}: ${error}`)
  })
  return claimsOutcome(`${part} ${version}: what clients take`, claims)
}

/** How a program of a part is started, apart from the user's environment. */
function programOf(
  { start, env }: Pick<NonNullable<Part['client']>, 'start' | 'env'>,
  { signal }: Scene,
  values: Values & { readonly folder: string },
) {
  const [command = '', ...args] = start.map((word) => fill(word, values))
  const { folder } = values
  return {
    command,
    args,
    cwd: folder,
    env: { ...ownEnvironment(folder), ...fillAll(env, values) },
    signal,
  }
}

/** The notebook and the walkthrough need clients beside the server. */
async function clientsOf(part: Part, programs: Programs, cache: string, signal: AbortSignal) {
  if (part.notebook === undefined && !part.walkthrough) return { bin: programs.bin }
  return installPart('clients', { pip: 'clients.txt' }, { cache, signal })
}

/** What the placeholders of a part file stand for. */
async function valuesOf({ bin, npm }: Programs, folder: string, bench: Bench) {
  const port = await freePort()
  const { bedrock, mantle, mintKey } = bench.reference()
  return {
    port: String(port),
    url: `http://127.0.0.1:${port}`,
    folder,
    bin,
    npm,
    node: process.execPath,
    fixtures: e2eFixtures,
    key: mintKey(benchRegion),
    region: benchRegion,
    bedrock: bedrock.replace('{region}', benchRegion),
    mantle: mantle.replace('{region}', benchRegion),
    proxy: bench.proxy,
    ca: bench.ca,
    accessKeyId: fakeAccessKeyId,
    secretAccessKey: fakeSecretAccessKey,
  }
}
