/**
 * What an answer of Bedrock means, as data: one row per known wording, the first that fits counts.
 *
 * The wordings are those of public reports and of the Bedrock User Guide (troubleshooting-api-error-codes);
 * each row names where it was seen. Apostrophes are plain here and in what is compared: the service
 * writes U+2019 in some messages and ASCII in others.
 */

import type { AnswerClass } from '../../model/answer.ts'

/** One row; a member that is absent does not narrow it. */
export interface AnswerRow {
  readonly class: AnswerClass
  /** Statuses, or the first digit of a whole hundred such as `5xx`. */
  readonly status: readonly (number | '2xx' | '4xx' | '5xx')[]
  /** Any of these in the message or the body, ignoring case and the kind of apostrophe. */
  readonly contains?: readonly string[]
  /** Any of these as the error's code. */
  readonly code?: readonly string[]
  /** Where it was seen. */
  readonly source: string
}

/** The rows, in the order in which they are tried. */
export const answerRows: readonly AnswerRow[] = [
  {
    class: 'path-not-served',
    status: [200, 404],
    contains: ['UnknownOperationException'],
    source: 'aws-samples/sample-per-model-bedrock 00/01',
  },
  // Before iam-denied: its text also says "not authorized to perform".
  {
    class: 'model-access-marketplace',
    status: [403],
    contains: [
      'Your account is not authorized to invoke this API operation',
      'not authorized to perform the required AWS Marketplace actions',
    ],
    source: 'Bedrock User Guide, model access',
  },
  {
    class: 'scp-denied',
    status: ['4xx', '5xx'], // a layer in front may change the status
    contains: ['service control policy'],
    source: 'claude-code#561',
  },
  {
    class: 'iam-denied',
    status: ['4xx', '5xx'],
    contains: ['not authorized to perform'],
    source: 'Bedrock User Guide, troubleshooting',
  },
  {
    class: 'model-access',
    status: [403],
    contains: ["You don't have access to the model with the specified model ID"],
    source: 'aws-samples/amazon-bedrock-client-for-mac#1',
  },
  {
    class: 'auth',
    status: [403],
    contains: [
      'Invalid API Key format',
      'Authentication failed',
      'has expired',
      'Authorization header',
      'security token',
      'signature',
      'scoped to a valid region',
    ],
    source: 'ai4s-research/open-science#53',
  },
  {
    class: 'auth',
    status: ['4xx', '5xx'], // Llama Stack answers 400, OGX 500
    contains: [
      'AWS Bedrock authentication failed',
      'request credential has expired',
      'credential was rejected',
      'configured cloud credentials could not authorize',
      'API key not provided',
    ],
    source: 'ogx#3748, ogx#5388',
  },
  {
    class: 'auth',
    status: [400],
    code: ['IncompleteSignature', 'IncompleteSignatureException'],
    source: 'Bedrock User Guide, troubleshooting',
  },
  {
    class: 'auth',
    status: [401],
    source: 'BerriAI/litellm#39846 (mantle); RFC 9110 section 15.5.2',
  },
  {
    class: 'needs-inference-profile',
    status: [400],
    contains: ["on-demand throughput isn't supported", "doesn't support on-demand throughput"],
    source: 'ogx#3370',
  },
  {
    class: 'feature-unsupported',
    status: [400],
    contains: [
      "doesn't support tool use in streaming mode",
      'The model is unsupported for streaming',
    ],
    source: 'Bedrock User Guide, conversation inference',
  },
  {
    class: 'legacy',
    status: [404],
    contains: ['marked by provider as Legacy'],
    source: 'bedrock-workshop#386',
  },
  {
    class: 'use-case-form',
    status: [404],
    contains: ['use case details have not been submitted'],
    source: 'Bedrock User Guide, model access',
  },
  {
    class: 'not-in-region-or-bad-id',
    status: [400, 404],
    contains: [
      'The provided model identifier is invalid',
      'Could not resolve the foundation model from the provided model identifier',
    ],
    source: 'cline#1952',
  },
  {
    class: 'not-in-region-or-bad-id',
    status: [404],
    code: ['model_not_found', 'not_found_error'],
    source: 'aws-samples/bedrock-access-gateway#185, BerriAI/litellm#39846',
  },
  {
    class: 'not-in-region-or-bad-id',
    status: [404],
    contains: ["Use 'client.models.list()' to list available Models"],
    source: 'llama-stack 0.7.1, ModelNotFoundError',
  },
  {
    class: 'transient',
    status: [429],
    code: ['ModelNotReadyException'],
    source: 'botocore bedrock-runtime 2023-09-30: the one error with the retryable trait',
  },
  { class: 'throttled', status: [429], source: 'botocore bedrock-runtime 2023-09-30' },
  {
    class: 'transient',
    status: [408, 424, '5xx'],
    source: 'botocore bedrock-runtime 2023-09-30, retries/standard.py',
  },
  // A stream begins with 200 and fails in its midst: the exception's member name is its code.
  {
    class: 'throttled',
    status: ['2xx'],
    code: ['throttlingException', 'rate_limit_exceeded'],
    source:
      'botocore bedrock-runtime 2023-09-30, ResponseStream; openai-openapi, ResponseErrorCode',
  },
  {
    class: 'transient',
    status: ['2xx'],
    code: [
      'internalServerException',
      'modelStreamErrorException',
      'modelTimeoutException',
      'serviceUnavailableException',
      'server_error',
    ],
    source:
      'botocore bedrock-runtime 2023-09-30, ResponseStream; openai-openapi, ResponseErrorCode',
  },
  { class: 'available', status: ['2xx'], source: 'RFC 9110 section 15.3' },
]
