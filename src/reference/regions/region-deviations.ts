/**
 * Ways in which a region can fail. Each is simulated for the named regions only; the messages are
 * those of public reports.
 */
import { throttle, type Call } from '../call.ts'
import { refuse, type Answer } from '../answer.ts'
import type { Deviation, Hooks } from '../deviation.ts'

export interface RegionDeviation {
  /** One clause: what a client observes. */
  readonly about: string
  /** The address that clients get instead of that of the reference. */
  readonly address?: 'nowhere' | 'closed' | 'untrusted'
  readonly hooks?: Hooks
}

/** Longer than any client waits. A larger value overflows Node's timers. */
const forever = 2 ** 31 - 1

const ofModels: ReadonlySet<string> = new Set(['runtime', 'mantle'])

/** Refuses every call of a model; lists stay unchanged. */
function refusing(
  about: string,
  status: number,
  kind: 'access' | 'auth' | 'unknown-model' | 'invalid-model' | 'bad-request' | 'server',
  message: string,
  exception?: string,
): RegionDeviation {
  const more = exception === undefined ? {} : { exception }
  return {
    about,
    hooks: {
      request: (request, call) =>
        ofModels.has(call.endpoint) ? refuse(status, kind, message, more) : request,
    },
  }
}

const user = 'User: arn:aws:iam::000000000000:user/reference is not authorized to perform:'

export const regionDeviations: Readonly<Record<string, RegionDeviation>> = {
  'no-host': { about: 'its name does not resolve', address: 'nowhere' },
  refused: { about: 'nothing listens there', address: 'closed' },
  'bad-certificate': {
    about: 'its certificate is signed by an unknown authority',
    address: 'untrusted',
  },
  silent: {
    about: 'it accepts connections and never answers',
    hooks: { timing: (timing) => ({ ...timing, before: forever }) },
  },
  slow: {
    about: 'every answer takes two seconds',
    hooks: { timing: (timing) => ({ ...timing, before: 2000 }) },
  },
  throttled: {
    about: 'every call is throttled, with Retry-After',
    hooks: { request: (_request, call) => throttle(call, true) },
  },
  'path-not-served': {
    about: 'the path is not served, and the response has status 200',
    hooks: { intercept: (_none, call) => notServed(call) },
  },
  'key-refused': refusing(
    'the key is refused',
    403,
    'auth',
    'Authentication failed: Please make sure your API Key is valid.',
  ),
  'iam-denied': refusing(
    'the identity may not invoke models',
    403,
    'auth',
    `${user} bedrock:InvokeModel on resource: * because no identity-based policy allows the bedrock:InvokeModel action`,
  ),
  'scp-denied': refusing(
    'a service control policy forbids it',
    403,
    'auth',
    `${user} bedrock:InvokeModel on resource: * with an explicit deny in a service control policy`,
  ),
  'model-access': refusing(
    'the account has no access to models',
    403,
    'access',
    "You don't have access to the model with the specified model ID.",
  ),
  marketplace: refusing(
    'the account cannot subscribe to models',
    403,
    'access',
    'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
  ),
  'needs-profile': refusing(
    'models are called by their profiles only',
    400,
    'invalid-model',
    'Invocation of this model with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
  ),
  'no-models': refusing(
    'it has no model',
    400,
    'invalid-model',
    'The provided model identifier is invalid.',
  ),
  legacy: refusing(
    'models are being retired',
    404,
    'unknown-model',
    'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
  ),
  'use-case-form': refusing(
    'a form has to be filled in first',
    404,
    'unknown-model',
    'Model use case details have not been submitted for this account. Fill out the use case details form before using the model.',
  ),
  'no-streaming': refusing(
    'models do not stream, nor do anything else',
    400,
    'bad-request',
    'The model is unsupported for streaming.',
  ),
  unavailable: refusing(
    'the service is unavailable',
    503,
    'server',
    'Bedrock is unable to process your request.',
  ),
}

function notServed({ endpoint }: Call): Answer | undefined {
  if (!ofModels.has(endpoint)) return undefined
  return {
    kind: 'json',
    status: 200,
    headers: [['Content-Type', 'application/json']],
    json: {
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
      Version: '1.0',
    },
  }
}

/** The name of a failure by region. */
export type RegionDeviations = Readonly<Record<string, string>>

/** Finds a failure by name. Throws an `Error` that lists the known names. */
export function regionDeviationNamed(name: string): RegionDeviation {
  const found = Object.entries(regionDeviations).find(([known]) => known === name)?.[1]
  if (found !== undefined) return found
  throw new Error(
    `Unknown trouble '${name}'. Available: ${Object.keys(regionDeviations).join(', ')}.`,
  )
}

/** The deviation that simulates the failures of all these regions. */
export function playRegionDeviations(regions: RegionDeviations): Deviation {
  const hooksIn = (call: Call): Hooks => {
    const name = regions[call.region]
    return name === undefined || call.endpoint === 'llama-stack'
      ? {}
      : (regionDeviationNamed(name).hooks ?? {})
  }
  return {
    id: 'troubles',
    kind: 'mutant',
    about: 'Some regions fail.',
    seen: [],
    hooks: {
      intercept: (value, call) => hooksIn(call).intercept?.(value, call) ?? value,
      request: (value, call) => hooksIn(call).request?.(value, call) ?? value,
      timing: (value, call) => hooksIn(call).timing?.(value, call) ?? value,
    },
  }
}
