/** `serve`: the reference, for other programs. */
import { startProxy, type Proxy } from '../../reference/proxy/proxy.ts'
import { playReference, startProblem } from '../../proof/play-reference.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { createInterrupt } from '../interrupt.ts'
import { messageOfError, Problem } from '../../model/problem.ts'
import { readRegionDeviations } from '../../engine/preflight/region-deviations.ts'
import { wholeNumber, withReference, type Define } from '../flags.ts'

export interface ServeFlags {
  readonly port?: number
  readonly mutant?: string
  readonly oddity?: string
  readonly trouble?: readonly string[]
  /** Milliseconds. */
  readonly latency?: number
  readonly keyRegion?: string
  readonly keyExpired?: boolean
  readonly proxy?: boolean
}

/** Milliseconds: Node's timers end a longer wait at once. */
const longestDelay = 2 ** 31 - 1

/** Flags of `serve`. */
export const define: Define = (command, finish) => {
  withReference(command)
    .option(
      '--port <n>',
      'port of the Bedrock endpoint (default: a free port)',
      wholeNumber(0, 65_535),
    )
    .option('--latency <ms>', 'delay before every response', wholeNumber(0, longestDelay))
    .option('--key-region <region>', 'region of the printed key')
    .option('--key-expired', 'print an expired key')
    .option('--proxy', 'also run a proxy that answers as the real Bedrock hosts over TLS')
    .action(async (flags) => {
      finish(await serve(flags))
    })
}

/** Starts the reference, prints where it listens as one JSON line, and serves until interrupted. */
export async function serve(flags: ServeFlags): Promise<number> {
  const interrupt = createInterrupt()
  const server = await start(flags)
  let proxy: Proxy | undefined
  try {
    if (flags.proxy === true) proxy = await startedProxy(server.bedrock)
    const { bedrock, mantle, llamaStack, control, elsewhere, key, regions, models } = server
    const away = Object.keys(elsewhere).length === 0 ? {} : { elsewhere }
    const tunnels = proxy && { proxy: proxy.proxy, ca: proxy.ca }
    const line = { bedrock, mantle, llamaStack, control, ...away, ...tunnels, key, regions, models }
    process.stdout.write(`${JSON.stringify(line)}\n`)
    await aborted(interrupt.signal)
  } finally {
    interrupt.dispose()
    await proxy?.close()
    await server.close()
  }
  return exitCodes.conformant
}

async function startedProxy(bedrock: string): Promise<Proxy> {
  return startProxy(bedrock).catch((error: unknown) => {
    throw new Problem(`--proxy: ${messageOfError(error)}`)
  })
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true })
  })
}

async function start(flags: ServeFlags): ReturnType<typeof playReference> {
  const { port, mutant, oddity, latency, keyRegion, keyExpired } = flags
  const regionDeviations = readRegionDeviations(flags.trouble)
  try {
    return await playReference({
      ...(port !== undefined && { port }),
      ...(mutant !== undefined && { mutant }),
      ...(oddity !== undefined && { oddity }),
      ...(regionDeviations !== undefined && { regionDeviations }),
      ...(latency !== undefined && { latencyMs: latency }),
      ...(keyRegion !== undefined && { keyRegion }),
      ...(keyExpired !== undefined && { keyExpired }),
    })
  } catch (error) {
    throw startProblem(error, takenPort(port))
  }
}

function takenPort(port: number | undefined): string {
  return `--port=${port}: another program listens there. Name another port, or none for a free one.`
}
