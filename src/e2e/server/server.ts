/** Starts the program of a part on loopback and stops it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'yaml'
import type { PartServer } from '../part/format.ts'
import { fill, fillAll, type Values } from '../part/fill.ts'
import { startGroup, type ProcessGroup } from '../python/process-group.ts'
import { runToEnd } from '../python/program.ts'
import { messageOfError } from '../../model/problem.ts'

/** From start to health: five seconds on an idle machine, many more on a busy one. */
const startTimeout = 180_000
const pollMs = 200

export interface RunningServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** The program did not come up. */
export class StartError extends Error {
  /** All that it printed. */
  readonly log: string

  constructor(message: string, log: string) {
    super(message)
    this.name = 'StartError'
    this.log = log
  }
}

/**
 * Starts it and waits until it is ready.
 *
 * @param values must name `url` and `folder`, where its files and its log go; that is emptied first
 * @throws StartError when it does not come up
 */
export async function startServer(
  server: PartServer,
  values: Values & { readonly url: string; readonly folder: string },
  signal: AbortSignal,
): Promise<RunningServer> {
  const { url, folder } = values
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFiles(server.files, values)
  const env = { ...ownEnvironment(folder), ...fillAll(server.env, values) }
  const log = join(folder, 'server.log')
  for (const command of server.prepare) {
    const [program = '', ...args] = command.map((word) => fill(word, values))
    const ran = await runToEnd(program, args, { cwd: folder, env, signal })
    if (!ran.ok) throw new StartError(`could not be prepared. ${lastLine(ran.stderr)}`, ran.stderr)
  }
  const [command = '', ...args] = server.start.map((word) => fill(word, values))
  const group = startGroup({ command, args, cwd: folder, env, log })
  try {
    await ready(url + server.ready, group, signal)
  } catch (error) {
    await group.stop()
    const why = messageOfError(error)
    const text = await readFile(log, 'utf8').catch(() => '')
    throw new StartError(`did not come up: ${why}. ${lastLine(text)} (${log})`, text)
  }
  return { url, stop: group.stop }
}

/** Nothing of the user's: no credentials, no proxy, no home. */
export function ownEnvironment(folder: string): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: folder,
    NO_PROXY: '127.0.0.1,localhost',
    PYTHONUNBUFFERED: '1',
  }
}

async function writeFiles(files: PartServer['files'], values: Values): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(values['folder'] ?? '', name)
    const text = typeof content === 'string' ? content : stringify(content)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, fill(text, values))
  }
}

async function ready(url: string, group: ProcessGroup, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + startTimeout
  while (performance.now() < deadline) {
    signal.throwIfAborted()
    const ended = group.ended()
    if (ended !== undefined) throw new Error(ended)
    if (await answers(url, signal)) return
    await pause(pollMs, undefined, { signal })
  }
  throw new Error(`it was not ready within ${startTimeout / 1000} s`)
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)])
    return (await fetch(url, { signal: limit })).ok
  } catch {
    return false
  }
}

function lastLine(text: string): string {
  const line = text.split('\n').findLast((one) => one.trim() !== '') ?? 'It printed nothing.'
  return line.trim().slice(0, 300)
}
