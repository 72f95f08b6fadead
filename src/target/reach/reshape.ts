/** An endpoint's file, changed as the flags say. */
import { capabilities, type ApiName, type Capability } from '../../model/names.ts'
import { suggest } from '../../model/text/nearest.ts'
import { apis } from '../../protocol/registry.ts'
import type { EndpointFile } from '../files/target-format.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { TargetFlags } from '../flags.ts'

/** Applies `--path`, `--has`, `--lacks` and `--key-variable`; the first mistake is returned. */
export function reshape(file: EndpointFile, flags: TargetFlags): EndpointFile | UsageProblem {
  const paths = readPaths(flags.path ?? [], file)
  if (isProblem(paths)) return paths
  const claims = readClaims(flags)
  if (isProblem(claims)) return claims
  const { keyVariable } = flags
  const moved = Object.entries(file.apis).map(([api, entry]) => {
    const base = paths.get(api as ApiName)
    return [api, base === undefined ? entry : { ...entry, base }]
  })
  return {
    ...file,
    apis: Object.fromEntries(moved),
    capabilities: { ...file.capabilities, ...claims },
    // The path says where an API is, so the address need not end as usual.
    ...(paths.size > 0 && { ending: { dropped: file.ending.dropped } }),
    ...(keyVariable !== undefined && {
      env: { ...file.env, key: [keyVariable] },
      auth: file.auth === 'none' ? 'openai-key' : file.auth,
    }),
  }
}

/** The streamed form of an API is at the path of the plain one, unless it has one of its own. */
const streamed: Readonly<Partial<Record<ApiName, ApiName>>> = {
  'openai-chat': 'openai-chat-stream',
  'openai-responses': 'openai-responses-stream',
  'anthropic-messages': 'anthropic-messages-stream',
  converse: 'converse-stream',
  invoke: 'invoke-stream',
}

/** What cases add to the path of an OpenAI API, which people copy with it. */
const routes: readonly string[] = ['/chat/completions', '/embeddings', '/models', '/responses']

/** The same of an API with a route of its own, such as `/v1/messages`, and its version alone. */
function routesOf(api: ApiName): readonly string[] {
  const { path } = apis[api].route({ id: 'model', family: 'unknown' })
  return path.startsWith('/v1/') ? [path, '/v1'] : routes
}

function readPaths(
  given: readonly string[],
  file: EndpointFile,
): ReadonlyMap<ApiName, string> | UsageProblem {
  const paths = new Map<ApiName, string>()
  for (const text of given) {
    const [, name = '', path = ''] = /^([^=]*)=(.*)$/.exec(text) ?? []
    const api = Object.keys(file.apis).find((known): known is ApiName => known === name)
    if (api === undefined) {
      const known = name === '' ? '' : (suggest(name, Object.keys(file.apis)) ?? '')
      const hint = known === '' ? '' : ` (${known})`
      return {
        problem: `--path: expected API=/path with an API of the target, for example openai-chat=/gateway/v1${hint}.`,
      }
    }
    const bare = path.replace(/\/+$/, '')
    const route = routesOf(api).find((ending) => bare.endsWith(ending)) ?? ''
    const base = bare.slice(0, bare.length - route.length)
    if (!/^(\/[^/?#\s]+)*$/.test(base)) {
      return { problem: `--path: "${path}" is no path such as /gateway/v1, without a query.` }
    }
    paths.set(api, base)
  }
  for (const [plain, stream] of Object.entries(streamed)) {
    const base = paths.get(plain as ApiName)
    if (base !== undefined && !paths.has(stream)) paths.set(stream, base)
  }
  return paths
}

function readClaims({
  has = [],
  lacks = [],
}: TargetFlags): Partial<Record<Capability, boolean>> | UsageProblem {
  const claims: Partial<Record<Capability, boolean>> = {}
  for (const [flag, names, claim] of [
    ['--has', has, true],
    ['--lacks', lacks, false],
  ] as const) {
    for (const name of names) {
      const known = capabilities.find((one) => one === name)
      if (known === undefined) {
        const hint = suggest(name, capabilities)
        return {
          problem: `${flag}: there is no capability "${name}"${hint === undefined ? '.' : `; ${hint}${hint.endsWith('?') ? '' : '.'}`}`,
        }
      }
      if (claims[known] === !claim) {
        return { problem: `${flag}: the flags say both that ${name} is there and that it is not.` }
      }
      claims[known] = claim
    }
  }
  return claims
}
