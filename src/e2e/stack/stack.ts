/** Starts a real Llama Stack on loopback, with Bedrock played behind a proxy. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../python/free-port.ts'
import { startGroup, type ProcessGroup } from '../python/process-group.ts'
import { stackConfig } from './config.ts'
import type { StackRelease } from './release.ts'

/** From start to health: five seconds on an idle machine, many more on a busy one. */
const startTimeout = 120_000
const pollMs = 200

/** How Bedrock is reached instead of the network. */
export interface Upstream {
  readonly proxy: string
  /** File with the certificate authority to trust. */
  readonly ca: string
  readonly key: string
  readonly region: string
}

export interface RunningStack {
  readonly url: string
  readonly log: string
  readonly stop: () => Promise<void>
}

/**
 * Starts it and waits until it is healthy.
 *
 * @param folder where its configuration, database and log go; it is emptied first
 * @throws Error with the end of its log when it does not come up
 */
export async function startStack(
  release: StackRelease,
  bin: string,
  folder: string,
  upstream: Upstream,
  signal: AbortSignal,
): Promise<RunningStack> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'config.yaml')
  const { model, serves } = release
  await writeFile(config, stackConfig({ region: upstream.region, model, serves }))
  const port = await freePort()
  const [program = '', ...args] = release.command(config, port)
  const log = join(folder, 'server.log')
  const env = stackEnv(release, folder, upstream)
  const group = startGroup({ command: join(bin, program), args, cwd: folder, env, log })
  const url = `http://127.0.0.1:${port}`
  try {
    await healthy(url, group, signal)
  } catch (error) {
    await group.stop()
    const why = error instanceof Error ? error.message : String(error)
    const described = `${release.name} ${release.version} did not come up: ${why}. ${await lastLine(log)}`
    throw new Error(described, { cause: error })
  }
  return { url, log, stop: group.stop }
}

/** Everything it needs and nothing of ours: no credentials, no other proxy. */
function stackEnv(
  release: StackRelease,
  folder: string,
  { proxy, ca, key }: Upstream,
): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: folder,
    SQLITE_STORE_DIR: join(folder, 'store'),
    HTTPS_PROXY: proxy,
    SSL_CERT_FILE: ca,
    NO_PROXY: '127.0.0.1,localhost',
    AWS_BEARER_TOKEN_BEDROCK: key,
    PYTHONUNBUFFERED: '1',
    ...release.env,
  }
}

async function healthy(url: string, group: ProcessGroup, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + startTimeout
  while (performance.now() < deadline) {
    signal.throwIfAborted()
    const ended = group.ended()
    if (ended !== undefined) throw new Error(ended)
    if (await answers(`${url}/v1/health`, signal)) return
    await pause(pollMs, undefined, { signal })
  }
  throw new Error(`it was not healthy within ${startTimeout / 1000} s`)
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)])
    return (await fetch(url, { signal: limit })).ok
  } catch {
    return false
  }
}

async function lastLine(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '')
  const line = text.split('\n').findLast((one) => one.trim() !== '') ?? 'It printed nothing.'
  return `${line.slice(0, 300)} (${log})`
}
