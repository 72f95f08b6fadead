/** Authentication: bearer keys and SigV4 on Bedrock's endpoints, provider data on Llama Stack's. */
import type { Call } from '../call.ts'
import type { Failure } from '../answer.ts'
import { asObject, asString } from '../json.ts'
import { keyProblem, type KeyProblem } from './key.ts'
import { signedProblem } from './signed.ts'

/** Literal messages of Bedrock's front door, collected from public reports. */
const messages: Readonly<Record<KeyProblem | 'missing', string>> = {
  missing: 'Authorization header is missing',
  format: 'Invalid API Key format: Must start with pre-defined prefix',
  rejected: 'Authentication failed: Please make sure your API Key is valid.',
  region: 'Authentication failed: Please make sure your API Key is valid.',
  expired: 'Bearer Token has expired',
}

/** Messages of mantle for the same failures (hermes-agent#87190, litellm#39846). */
const mantleMessages: Readonly<Record<KeyProblem | 'missing', string>> = {
  missing: 'Missing bearer token',
  format: 'Invalid bearer token',
  rejected: 'The security token included in the request is invalid.',
  region: 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired.',
}

/** The notebook's troubleshooting table: an invalid or expired token is 401. */
const llamaStackMessages: Readonly<Record<KeyProblem | 'missing', string>> = {
  missing:
    'API key not provided. Please provide a valid API key in the provider data header, e.g. x-llamastack-provider-data: {"aws_bearer_token_bedrock": "<API_KEY>"}.',
  format: 'AWS Bedrock authentication failed: the API key has an unknown format.',
  rejected: 'AWS Bedrock authentication failed: please verify your API key.',
  region: 'AWS Bedrock authentication failed: please verify your API key and its region.',
  expired: 'AWS Bedrock authentication failed: Bearer token has expired.',
}

/** Why a request to one of Bedrock's endpoints is refused; undefined when it is accepted. */
export function bedrockAuth(call: Call): Failure | undefined {
  const given = call.headers.authorization ?? apiKey(call)
  if (given === undefined || given.trim() === '') return refusal(call, 'missing')
  if (given.startsWith('AWS4-HMAC-SHA256')) return signedProblem(call, given)
  const key = /^bearer\s+(.+)$/iu.exec(given)?.[1]
  const problem = key === undefined ? 'format' : keyProblem(key.trim(), call.region)
  return problem && refusal(call, problem)
}

/** Anthropic's SDKs up to 0.x send the key without a scheme; its later ones as a bearer. */
function apiKey(call: Call): string | undefined {
  const key = call.headers['x-api-key']
  return call.api.startsWith('anthropic') && typeof key === 'string' ? `Bearer ${key}` : undefined
}

function refusal(call: Call, problem: KeyProblem | 'missing'): Failure {
  return call.endpoint === 'mantle'
    ? { status: 401, kind: 'auth', message: mantleMessages[problem], code: 'invalid_api_key' }
    : { status: 403, kind: 'auth', message: messages[problem] }
}

/** Llama Stack requires no credentials of its clients; its own key, or that of the header, must be valid. */
export function llamaStackAuth(call: Call, ownKey: string): Failure | undefined {
  const problem = keyProblem(providedKey(call) ?? ownKey, call.region)
  if (!problem) return undefined
  return {
    status: 401,
    kind: 'auth',
    message: llamaStackMessages[problem],
    code: 'invalid_api_key',
  }
}

function providedKey(call: Call): string | undefined {
  const header = call.headers['x-llamastack-provider-data'] ?? call.headers['x-ogx-provider-data']
  if (typeof header !== 'string') return undefined
  try {
    return asString(asObject(JSON.parse(header))['aws_bearer_token_bedrock'])
  } catch {
    return undefined
  }
}
