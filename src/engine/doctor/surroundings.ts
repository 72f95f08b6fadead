/** What `doctor` finds around the program, before any target is looked at. */
import type { Fact } from '../../model/run/diagnosis.ts'
import { existsSync } from 'node:fs'
import { credentialChain, findCredentials } from '../../target/auth/credentials.ts'
import { describeKey, keyProblem } from '../../target/auth/key/key-problem.ts'

type Environment = Readonly<Record<string, string | undefined>>

const oldestNode = [20, 19] as const

const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']
const authorities = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'AWS_CA_BUNDLE']
const locations = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'LLAMA_STACK_BASE_URL',
  'LLAMA_STACK_MODEL_ID',
]

/** Everything that decides how servers are reached, and as whom. */
export async function surroundings(env: Environment, now: number): Promise<Fact[]> {
  return [
    node(process.versions.node),
    ...set(env, proxies).map(([name, value]) => ({ name, value: withoutUser(value) })),
    ...set(env, ['NO_PROXY', 'no_proxy']).map(([name, value]) => ({ name, value })),
    ...set(env, authorities).map(([name, value]) => authority(name, value)),
    ...unsafe(env),
    ...set(env, locations).map(([name, value]) => ({ name, value: withoutUser(value) })),
    key(env['AWS_BEARER_TOKEN_BEDROCK'], now),
    await credentials(env),
    ...set(env, ['OPENAI_API_KEY']).map(([name]) => ({ name, value: 'set' })),
  ]
}

function set(env: Environment, names: readonly string[]): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const value = env[name]?.trim() ?? ''
    return value === '' ? [] : [[name, value]]
  })
}

function node(version: string): Fact {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
  const problem = `Node ${oldestNode.join('.')} or newer is needed. Install it from nodejs.org.`
  return { name: 'Node', value: version, ...(isOld && { problem }) }
}

/** An address without the user and password that it may hold. */
function withoutUser(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@]*@/i, '$1…@').replace(/[?#].*$/, '…')
}

function authority(name: string, file: string): Fact {
  if (existsSync(file)) return { name, value: file }
  return { name, value: file, problem: `There is no file ${file}. Correct ${name}.` }
}

function unsafe(env: Environment): Fact[] {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return []
  const problem =
    'Certificates are not checked at all. Unset it and name your authority in NODE_EXTRA_CA_CERTS.'
  return [{ name: 'NODE_TLS_REJECT_UNAUTHORIZED', value: '0', problem }]
}

function key(value: string | undefined, now: number): Fact {
  const name = 'AWS_BEARER_TOKEN_BEDROCK'
  const bare = value?.trim() ?? ''
  if (bare === '') return { name, value: 'not set' }
  const wrong = keyProblem(bare, '-', now)
  return {
    name,
    value: describeKey(bare, now).join(' '),
    ...(wrong !== undefined && { problem: `${wrong.message} ${wrong.remedy}` }),
  }
}

/** Where the chain looks, in its order; the first that is set is what it found, most likely. */
const sources: readonly (readonly [variable: string, source: string])[] = [
  ['AWS_PROFILE', 'the profile that AWS_PROFILE names'],
  ['AWS_ACCESS_KEY_ID', 'the environment'],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', 'a web identity'],
  ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'the container'],
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'the container'],
]

async function credentials(env: Environment): Promise<Fact> {
  const name = 'AWS credentials'
  const found = await findCredentials(await credentialChain())
  if ('because' in found) return { name, value: `none (${found.because})` }
  const source = sources.find(([variable]) => (env[variable] ?? '') !== '')?.[1]
  const { sessionToken, expiration } = found.credentials
  const kind = sessionToken === undefined ? 'long-term' : 'temporary'
  const until = expiration === undefined ? '' : `, until ${expiration.toISOString()}`
  return {
    name,
    value: `${kind}, from ${source ?? 'the default profile or the instance'}${until}`,
  }
}
