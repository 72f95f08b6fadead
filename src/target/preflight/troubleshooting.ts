/** What servers say when a call is not let in, why, and what to do: one line each. */
import type { AnswerClass } from '../../model/answer.ts'
import type { EndpointKind } from '../../model/names.ts'

export interface KnownProblem {
  /** Words to recognise it by. */
  readonly says: string
  readonly cause: string
  readonly remedy: string
  readonly class: AnswerClass
  /** Kinds of endpoints at which it is met; absent for all. */
  readonly at?: readonly EndpointKind[]
}

/** The lines about endpoints of these kinds; without any, the whole table. */
export function troubleshootingFor(kinds: readonly string[]): readonly KnownProblem[] {
  return troubleshooting.filter(
    ({ at }) => at === undefined || kinds.length === 0 || at.some((kind) => kinds.includes(kind)),
  )
}

/**
 * The notebook's troubleshooting table and what stops an installation of Llama Stack today, then the
 * classes of answers of Bedrock in the order in which they are found out (Bedrock User Guide,
 * troubleshooting, and public reports).
 */
export const troubleshooting: readonly KnownProblem[] = [
  {
    says: 'Connection refused',
    cause: 'the server does not run',
    remedy:
      'Start it (llama stack run your-config.yaml), or set LLAMA_STACK_BASE_URL or --endpoint.',
    class: 'unreachable',
    at: ['llamastack', 'openai-compatible'],
  },
  {
    says: "ImportError: cannot import name 'McpError' from 'mcp', at the start of Llama Stack",
    cause: 'llama-stack 0.7.3 takes any mcp from 1.23 on, and mcp 2 has changed',
    remedy: "Install it with 'mcp<2', or install ogx, its successor.",
    class: 'unreachable',
    at: ['llamastack'],
  },
  {
    says: "Either 'distro_name' or 'image_name' must be provided, at the start of Llama Stack",
    cause: 'the configuration has no name, as the notebook’s minimal one',
    remedy: 'Add the line image_name: bedrock to the configuration.',
    class: 'unreachable',
    at: ['llamastack'],
  },
  {
    says: '401 Unauthorized, 403 Authentication failed',
    cause: 'a wrong key, or one of another region',
    remedy: 'Make a new key in the Bedrock console of that region; a server needs it at its start.',
    class: 'auth',
  },
  {
    says: '401 or 403 from OGX, though AWS_BEARER_TOKEN_BEDROCK is set',
    cause: 'its starter configuration reads AWS_BEDROCK_BEARER_TOKEN, and signs without it',
    remedy: 'Set AWS_BEDROCK_BEARER_TOKEN to the key where the server starts.',
    class: 'auth',
    at: ['llamastack'],
  },
  {
    says: 'Model not found, The provided model identifier is invalid',
    cause: 'not registered, not in the region, or the other host’s spelling of the id',
    remedy: 'Check registered_resources.models, the region and --model.',
    class: 'not-in-region-or-bad-id',
  },
  {
    says: 'Bearer Token has expired',
    cause: 'short-term keys live as long as their session, at most 12 hours',
    remedy: 'Make a new key, or let --auth=key make keys from your AWS credentials.',
    class: 'config-key-expired',
  },
  {
    says: 'Authentication failed, though the key is new',
    cause: 'the key was made in another region than the one called',
    remedy: 'Call --region of the key, make one there, or use --auth=key.',
    class: 'config-key-region',
  },
  {
    says: 'Authorization header is missing',
    cause: 'no key is set and there are no AWS credentials',
    remedy: 'Set AWS_BEARER_TOKEN_BEDROCK, or sign in with the AWS CLI.',
    class: 'config-key-missing',
  },
  {
    says: 'ENOTFOUND, name does not resolve',
    cause: 'the region has no such host, or the network wants a proxy',
    remedy: 'Check --region (Mantle has sixteen of them) and HTTPS_PROXY.',
    class: 'endpoint-absent',
  },
  {
    says: 'UnknownOperationException, perhaps with status 200',
    cause: 'the path is not served there: bedrock-runtime wants /openai/v1, Mantle /v1',
    remedy: 'Correct the base path of --endpoint.',
    class: 'path-not-served',
  },
  {
    says: 'is not authorized to perform: bedrock:…',
    cause: 'IAM does not allow the action',
    remedy: 'Allow it; keys need bedrock:CallWithBearerToken besides the action itself.',
    class: 'iam-denied',
  },
  {
    says: 'is not authorized to perform: bedrock:InvokeModel on a model that is called by its profile',
    cause:
      'calls by profile need the action on the default project, too (aws-samples, August 2026)',
    remedy: 'Allow bedrock:InvokeModel on project/default besides the model and its profile.',
    class: 'iam-denied',
  },
  {
    says: 'with an explicit deny in a service control policy',
    cause: 'the organization forbids it, often for regions that a profile routes to',
    remedy: 'Ask whoever keeps the policies, or call a profile that stays in allowed regions.',
    class: 'scp-denied',
  },
  {
    says: 'You don’t have access to the model',
    cause: 'the account has no access there, though the model or its profile may be listed',
    remedy: 'Ask for access in that region, or call another (run --region=all to see which).',
    class: 'model-access',
  },
  {
    says: 'AWS Marketplace actions, not authorized to invoke this API operation',
    cause: 'the first call subscribes the account, and this caller may not',
    remedy: 'Let someone with Marketplace permissions call the model once.',
    class: 'model-access-marketplace',
  },
  {
    says: 'on-demand throughput isn’t supported',
    cause: 'the model is called by an inference profile only',
    remedy: 'Use the profile’s id, for example us.meta.llama3-1-8b-instruct-v1:0.',
    class: 'needs-inference-profile',
  },
  {
    says: 'This Model is marked by provider as Legacy',
    cause: 'the provider retires it, and this account has not used it lately',
    remedy: 'Choose a newer model with --model.',
    class: 'legacy',
  },
  {
    says: 'Model use case details have not been submitted',
    cause: 'the provider wants a form first',
    remedy: 'Fill in the model’s use-case form in the Bedrock console.',
    class: 'use-case-form',
  },
  {
    says: 'unsupported for streaming, doesn’t support tool use in streaming mode',
    cause: 'the model lacks that feature, and is there otherwise',
    remedy: 'Leave the feature out, or choose another model.',
    class: 'feature-unsupported',
  },
  {
    says: '429 Too many requests, Too many tokens',
    cause: 'a quota of the account in that region',
    remedy: 'Wait; lower --concurrency; daily quotas end with the day.',
    class: 'throttled',
  },
  {
    says: '408, 424, 5xx, or a connection that breaks off',
    cause: 'a passing fault of the service',
    remedy: 'Try again; if it stays, look at the AWS Health Dashboard with the request’s id.',
    class: 'transient',
  },
]
