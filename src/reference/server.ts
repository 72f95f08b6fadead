/** The embedded reference: a correct Bedrock and Llama Stack endpoint over a scripted model. */
import { fakeAccessKeyId, fakeSecretAccessKey } from './auth/credentials.ts'
import { defectiveKey } from './auth/defect.ts'
import { mintKey, type KeyOptions } from './auth/key.ts'
import type { Call } from './call.ts'
import type { Deviation } from './deviation.ts'
import { control } from './endpoints/control.ts'
import { llamaStack } from './endpoints/llama-stack.ts'
import { mantle } from './endpoints/mantle.ts'
import { locationOf } from './endpoints/location.ts'
import { runtime } from './endpoints/runtime.ts'
import { listen, type Shared } from './http/listen.ts'
import { openElsewhere } from './regions/elsewhere.ts'
import { listModels, type ListedModel } from './regions/models.ts'
import { regions } from './regions/regions.ts'
import { playRegionDeviations, type RegionDeviations } from './regions/region-deviations.ts'

export interface ReferenceOptions {
  /** Of the Bedrock, mantle and control endpoints; 0, the default, takes a free one. */
  readonly port?: number
  readonly llamaStackPort?: number
  /** The deviations to play. Read for every request, so that one server can play several in turn. */
  readonly deviations?: readonly Deviation[]
  /** The failure to simulate by region: names of `troubles`. */
  readonly regionDeviations?: RegionDeviations
  /** Milliseconds added before every answer. */
  readonly latencyMs?: number
  /** Region that `key` is for. */
  readonly keyRegion?: string
  /** Whether `key` is past its expiry. */
  readonly keyExpired?: boolean
  /** Region of paths that name none, and of the Llama Stack endpoint. */
  readonly defaultRegion?: string
}

export interface ReferenceServer {
  /** `http://127.0.0.1:P/{region}`, with `{region}` as it stands here. */
  readonly bedrock: string
  readonly mantle: string
  readonly control: string
  readonly llamaStack: string
  /** A short-term key. */
  readonly key: string
  /** Another key of the same made-up account. */
  readonly mintKey: (region: string, options?: KeyOptions) => string
  /** Origins of regions that the reference does not serve because of their simulated failure. */
  readonly elsewhere: Readonly<Record<string, string>>
  /** AWS credentials of the same account, for requests that are signed. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly regions: readonly string[]
  readonly models: readonly ListedModel[]
  /** The number of requests so far, on all endpoints. */
  readonly requests: number
  /** Errors of the reference itself; anything here is a bug. */
  readonly faults: readonly unknown[]
  /** Drops all connections and stops. */
  readonly close: () => Promise<void>
}

/**
 * Starts the reference on 127.0.0.1. Throws an `Error` for a region that Bedrock does not have.
 */
export async function startReference(options: ReferenceOptions = {}): Promise<ReferenceServer> {
  const defaultRegion = knownRegion(options.defaultRegion ?? 'us-west-2')
  const keyRegion = knownRegion(options.keyRegion ?? defaultRegion)
  const deviant = options.regionDeviations ?? {}
  for (const region of Object.keys(deviant)) knownRegion(region)
  const away = await openElsewhere(deviant)
  const shared: Shared = {
    deviations: withRegionDeviations(options.deviations ?? [], deviant),
    latencyMs: options.latencyMs ?? 0,
    memory: new Map(),
    requests: 0,
    faults: [],
  }
  const key = mintKey(keyRegion, { expired: options.keyExpired ?? false })
  const bedrock = await listen(
    options.port ?? 0,
    { location: (host, path) => locationOf(host, path, defaultRegion), answer: bedrockAnswer },
    shared,
  )
  const stack = await listen(
    options.llamaStackPort ?? 0,
    {
      location: (_host, path) => ({ endpoint: 'llama-stack', region: defaultRegion, path }),
      answer: (call) => llamaStack(call, key),
    },
    shared,
  ).catch(async (error: unknown) => {
    await Promise.all([bedrock.close(), away.close()])
    throw error
  })
  const origin = `http://127.0.0.1:${bedrock.port}`
  return {
    bedrock: `${origin}/{region}`,
    mantle: `${origin}/mantle/{region}`,
    control: `${origin}/control/{region}`,
    llamaStack: `http://127.0.0.1:${stack.port}`,
    key,
    mintKey: mintFor(options.deviations),
    elsewhere: away.origins,
    credentials: { accessKeyId: fakeAccessKeyId, secretAccessKey: fakeSecretAccessKey },
    regions,
    models: listModels(),
    get requests() {
      return shared.requests
    },
    faults: shared.faults,
    close: async () => {
      await Promise.all([bedrock.close(), stack.close(), away.close()])
    },
  }
}

/** Makes good keys, unless one of the deviations is about the key itself. */
function mintFor(deviations: ReferenceOptions['deviations'] = []): typeof mintKey {
  const defect = deviations.find(({ key }) => key !== undefined)?.key
  if (defect === undefined) return mintKey
  return (region, asked) =>
    asked?.expired === true ? mintKey(region, asked) : defectiveKey(region, defect)
}

/** Pass on the list itself when nothing is added: its owner may change it while the server runs. */
function withRegionDeviations(
  deviations: Shared['deviations'],
  deviant: RegionDeviations,
): Shared['deviations'] {
  return Object.keys(deviant).length === 0
    ? deviations
    : [...deviations, playRegionDeviations(deviant)]
}

function knownRegion(region: string): string {
  if (regions.includes(region)) return region
  throw new Error(`Unknown region '${region}'. Bedrock has: ${regions.join(', ')}.`)
}

function bedrockAnswer(call: Call): ReturnType<typeof runtime> {
  if (call.endpoint === 'mantle') return mantle(call)
  return call.endpoint === 'control' ? control(call) : runtime(call)
}
