/** Resolves the embedded reference: each endpoint is judged as the target that it represents. */
import type { Endpoint } from '../../model/target.ts'
import {
  bearer,
  forgedKeys,
  llamaStackKey,
  otherThan,
  sigV4,
  type Now,
  type KeyRing,
} from '../auth/auth.ts'
import { noRegion } from './regions/choose-regions.ts'
import { needless, planParts, type Part } from './reference-parts.ts'
import { readEndpoint } from './endpoint.ts'
import type { KnownFiles } from '../files/known-files.ts'
import { extrasOf, readExtras, type Extras } from '../reach/extras.ts'
import { keyProblem } from '../auth/key/key-problem.ts'
import { stateOfKey } from '../auth/key/key-state.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { Given, ResolvedTarget, StartedReference } from './resolved.ts'
import type { AuthMode } from '../flags.ts'
import { secretsOfKey } from '../auth/secrets.ts'
import { withSignatures } from '../auth/signature/signed.ts'
import { buildEndpoint, type Addresses } from './build-endpoint.ts'
import type { EndpointKind } from '../../model/names.ts'
import type { EndpointFile, TargetFile } from '../files/target-format.ts'

/** Starts the reference once everything else is known to be right. */
export async function resolveReference(
  target: TargetFile,
  { flags, env, known, deps }: Given,
): Promise<ResolvedTarget | UsageProblem> {
  if (flags.endpoint !== undefined) return embedded(target, known)
  const idle = needless(target, flags)
  if (idle !== undefined) return idle
  const extras = readExtras(flags, env)
  if (isProblem(extras)) return extras
  const parts = planParts(target, flags, known)
  if (isProblem(parts)) return parts
  if (deps.startReference === undefined) {
    throw new Error(`Target ${target.name} needs \`startReference\`, which starts it.`)
  }
  const { auth = 'auto' } = flags
  const started = await deps.startReference()
  try {
    const now = deps.now ?? Date.now
    return await assemble({ name: target.name, parts, started, known, now, auth, extras })
  } catch (error) {
    await started.close()
    throw error
  }
}

function embedded(target: TargetFile, known: KnownFiles): UsageProblem {
  const others = [...known.targets.keys()].filter((name) => name !== target.name).join(', ')
  return {
    problem: `--endpoint: the ${target.name} is embedded and starts by itself. To judge another server, name its kind: --target=${others}.`,
  }
}

interface Assembly extends Pick<Credentials, 'started' | 'now' | 'auth'> {
  readonly name: string
  readonly parts: readonly Part[]
  readonly known: KnownFiles
  readonly extras: Extras
}

async function assemble(assembly: Assembly): Promise<ResolvedTarget> {
  const { name, parts, started, known, now, auth, extras } = assembly
  const secrets: string[] = [...extras.secrets]
  const ring = ringOf(started, now, secrets)
  const keys = new Map<string, string>()
  const keyOf = (region: string): string | undefined => keys.get(region)
  const endpoints = parts.map(({ file, models, regions }): Endpoint => ({
    ...buildEndpoint({
      file,
      addresses: addressesOf(file.kind, file, started),
      profiles: known.profiles,
      regionFile: known.regions,
      models,
      regions,
      addExtras: extrasOf(extras, true),
      // Its Llama Stack stands in front of its Bedrock.
      ...(file.kind === 'llamastack' && { upstream: 'reference' }),
      ...authorization(file, { ring, keyOf, started, now, auth }),
    }),
    // it serves every API of the servers that it plays
    onRequest: [],
  }))
  // Minted before anything is sent, so that what redacts knows them from the start.
  const regions = new Set(parts.flatMap((part) => part.regions))
  await Promise.all(
    [...regions].map(async (region) => keys.set(region, (await ring('default', region)) ?? '')),
  )
  return {
    name,
    endpoint: started.bedrock,
    endpoints,
    baseline: [],
    secrets,
    notes: [
      'The reference is scripted: passing on it shows that the suite works, not that AWS does.',
    ],
    localProblems: ({ kind }, region) => {
      const key = kind === 'llamastack' || auth === 'sigv4' ? undefined : keyOf(region)
      const problem = key === undefined ? undefined : keyProblem(key, region, now())
      return problem === undefined ? [] : [problem]
    },
    startAdvice: () =>
      Object.keys(started.elsewhere ?? {}).length > 0
        ? 'It plays what --trouble asked for.'
        : 'This is a fault of bedrock-conformance itself; please report it.',
    close: started.close,
  }
}

interface Credentials {
  readonly ring: KeyRing
  readonly keyOf: (region: string) => string | undefined
  readonly started: StartedReference
  readonly now: Now
  readonly auth: AuthMode
}

function authorization(
  file: EndpointFile,
  { ring, keyOf, started, now, auth }: Credentials,
): Pick<Endpoint, 'authorize' | 'canSign' | 'key'> {
  if (file.auth !== 'bedrock-key') return { authorize: llamaStackKey(undefined, ring) }
  const { credentials } = started
  const source = credentials && (async () => credentials)
  if (auth === 'sigv4' && source !== undefined) {
    const authorize = withSignatures(sigV4(source, now), source, now)
    return { authorize, canSign: true, key: () => ({ kind: 'signed' }) }
  }
  return {
    authorize: withSignatures(bearer(ring), source, now),
    canSign: source !== undefined,
    key: (region) => stateOfKey(keyOf(region) ?? '', now()),
  }
}

function addressesOf(
  endpointKind: EndpointKind,
  file: EndpointFile,
  started: StartedReference,
): Addresses {
  const given = {
    bedrock: started.bedrock,
    'bedrock-mantle': started.mantle,
    llamastack: started.llamaStack,
    'openai-compatible': started.llamaStack,
  }[endpointKind]
  const read = readEndpoint(given, 'The reference', { dropped: file.ending.dropped })
  if (isProblem(read)) throw new Error(read.problem)
  const { elsewhere } = started
  return {
    endpoint: read.endpoint,
    control: started.control.replace(/\/+$/, ''),
    ...(elsewhere !== undefined && endpointKind !== 'llamastack' && { elsewhere }),
  }
}

/** Keys that the reference itself accepts or has let expire; forged ones where it has no say. */
function ringOf(started: StartedReference, now: Now, secrets: string[]): KeyRing {
  const forged = forgedKeys(now)
  const minted = new Map<string, Promise<string>>()
  const mint = async (region: string, expired: boolean): Promise<string> => {
    const key = await started.mintKey(region, { expired })
    for (const value of secretsOfKey(key)) if (!secrets.includes(value)) secrets.push(value)
    return key
  }
  const once = async (region: string, expired: boolean): Promise<string> => {
    const id = `${region} ${expired}`
    const known = minted.get(id) ?? mint(region, expired)
    minted.set(id, known)
    return known
  }
  return async (choice, region) => {
    const own = region === noRegion ? 'us-west-2' : region
    if (choice === 'default') return once(own, false)
    if (choice === 'expired') return once(own, true)
    if (choice === 'other-region') return once(otherThan(own), false)
    return forged(choice, own)
  }
}
