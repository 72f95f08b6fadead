import { describe, expect, it } from 'vitest'
import type { TransportFailureKind } from '../../model/exchange.ts'
import { answerClasses, type AnswerClass } from '../../model/answer.ts'
import { answerRows, type AnswerRow } from './answer-rows.ts'
import { classify, type Answer } from './classify.ts'

/** Class, status, message, code. */
type Example = readonly [AnswerClass, number, string, (string | undefined)?]

/** The service's answers word by word, as collected. */
const answers: readonly Example[] = [
  [
    'path-not-served',
    200,
    '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
  ],
  ['path-not-served', 404, '<UnknownOperationException/>'],
  ['auth', 403, 'Invalid API Key format: Must start with pre-defined prefix'],
  ['auth', 403, 'Authentication failed: Please make sure your API Key is valid.'],
  ['auth', 403, 'Bearer Token has expired'],
  ['auth', 403, 'Authorization header is missing'],
  ['auth', 403, 'The security token included in the request is invalid.'],
  ['auth', 403, 'The security token included in the request is expired'],
  ['auth', 403, 'The request signature we calculated does not match the signature you provided.'],
  ['auth', 403, 'Credential should be scoped to a valid region.'],
  ['auth', 400, 'Authorization header requires …', 'IncompleteSignature'],
  ['auth', 401, 'Invalid bearer token', 'invalid_api_key'],
  ['auth', 400, 'AWS Bedrock authentication failed: Bearer token has expired.'],
  ['auth', 500, 'Authentication failed because the provided request credential has expired.'],
  ['auth', 400, 'Incomplete.', 'IncompleteSignatureException'],
  ['auth', 500, 'Authentication failed because the provided credential was rejected.'],
  ['auth', 500, 'The configured cloud credentials could not authorize the request.'],
  [
    'auth',
    400,
    'API key not provided. Please provide a valid API key in the provider data header.',
  ],
  ['unclassified', 403, 'Forbidden'],
  [
    'iam-denied',
    403,
    'User: arn:aws:iam::000000000000:user/x is not authorized to perform: bedrock:InvokeModel on resource: y because no identity-based policy allows the bedrock:InvokeModel action',
  ],
  ['iam-denied', 403, 'User: x is not authorized to perform: bedrock:CallWithBearerToken'],
  [
    'scp-denied',
    403,
    'User: x is not authorized to perform: bedrock:InvokeModel with an explicit deny in a service control policy',
  ],
  [
    'model-access',
    403,
    'You don’t have access to the model with the specified model ID.',
    'AccessDeniedException',
  ],
  [
    'model-access',
    403,
    "You don't have access to the model with the specified model ID.",
    'AccessDeniedException',
  ],
  ['model-access-marketplace', 403, 'Your account is not authorized to invoke this API operation.'],
  [
    'model-access-marketplace',
    403,
    'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions)',
  ],
  [
    'needs-inference-profile',
    400,
    'Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    'ValidationException',
  ],
  [
    'needs-inference-profile',
    400,
    "Invocation of model ID x with on-demand throughput isn't supported.",
  ],
  ['needs-inference-profile', 400, "The provided model doesn't support on-demand throughput."],
  ['not-in-region-or-bad-id', 400, 'The provided model identifier is invalid.'],
  [
    'not-in-region-or-bad-id',
    404,
    'Could not resolve the foundation model from the provided model identifier.',
  ],
  [
    'not-in-region-or-bad-id',
    404,
    "The model doesn't exist or doesn't support this API.",
    'model_not_found',
  ],
  ['not-in-region-or-bad-id', 404, "The model 'X' does not exist", 'not_found_error'],
  [
    'not-in-region-or-bad-id',
    404,
    "Model 'x' not found. Use 'client.models.list()' to list available Models.",
  ],
  [
    'legacy',
    404,
    'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 15 days.',
  ],
  ['use-case-form', 404, 'Model use case details have not been submitted for this account.'],
  ['feature-unsupported', 400, 'This model doesn’t support tool use in streaming mode.'],
  ['feature-unsupported', 400, 'The model is unsupported for streaming.'],
  ['throttled', 429, 'Too many requests, please wait before trying again.', 'ThrottlingException'],
  ['throttled', 429, 'Too many tokens per day, please wait before trying again.'],
  ['transient', 429, 'The model is not ready.', 'ModelNotReadyException'],
  ['transient', 408, 'Model timed out', 'ModelTimeoutException'],
  ['transient', 424, 'The model erred', 'ModelErrorException'],
  ['transient', 500, 'Internal'],
  ['transient', 503, 'Unavailable'],
  ['throttled', 200, 'Too many tokens, please wait.', 'throttlingException'],
  ['throttled', 200, 'Rate limit reached.', 'rate_limit_exceeded'],
  ['transient', 200, 'The request timed out.', 'server_error'],
  ['transient', 200, 'It failed in the midst.', 'internalServerException'],
  ['transient', 200, 'It failed in the midst.', 'modelStreamErrorException'],
  ['transient', 200, 'It took too long.', 'modelTimeoutException'],
  ['transient', 200, 'It is unavailable.', 'serviceUnavailableException'],
  ['available', 200, '{"output":{}}'],
  ['unclassified', 400, 'messages: at least one message is required', 'ValidationException'],
  ['unclassified', 404, '{"detail":"Not Found"}'],
  ['unclassified', 302, ''],
]

const examples = answers.map(([expected, status, message, code]) => {
  const error = { envelope: 'message' as const, message, ...(code !== undefined && { code }) }
  return { expected, status, message, code, answer: { status, error } satisfies Answer }
})

describe('classify', () => {
  it.each(examples)('$expected: $status $message', ({ expected, answer }) => {
    expect(classify(answer).class).toBe(expected)
  })

  it.each(examples)(
    '$expected, when only the body is at hand: $status $message',
    ({ expected, status, message, code }) => {
      const headers = code === undefined ? [] : [['x-amzn-ErrorType', `${code}:http://x/`] as const]
      const text = JSON.stringify({ message })
      expect(classify({ status, text, headers }).class).toBe(expected)
      const escaped = text.replaceAll('’', String.raw`\u2019`)
      expect(classify({ status, text: escaped, headers }).class).toBe(expected)
    },
  )

  it('has a case here for every wording and every row: without it, one of them changes', () => {
    const all = classes(answerRows)
    const idle = answerRows.flatMap((row, index) => {
      const words = row.contains ?? row.code ?? []
      const lessened = words.map((word) => without(row, word))
      return [undefined, ...(words.length > 1 ? lessened : [])]
        .filter((other) => {
          const rows = answerRows.toSpliced(index, 1, ...(other === undefined ? [] : [other]))
          return classes(rows) === all
        })
        .map((other) => `${row.class}: ${JSON.stringify(other ?? row)}`)
    })
    expect(idle).toEqual([])
  })

  const failures: readonly (readonly [TransportFailureKind, AnswerClass])[] = [
    ['dns', 'endpoint-absent'],
    ['refused', 'unreachable'],
    ['tls', 'unreachable'],
    ['proxy', 'unreachable'],
    ['connect-timeout', 'unreachable'],
    ['reset', 'transient'],
    ['first-byte-timeout', 'transient'],
    ['malformed-http', 'unclassified'],
    ['aborted', 'unclassified'],
  ]
  it.each(failures)('takes the failure %s for %s', (kind, expected) => {
    const failure = { kind, message: 'It failed.', remedy: '', after: 1 }
    expect(classify({ failure })).toEqual({
      class: expected,
      evidence: { failure: kind, message: 'It failed.' },
    })
  })

  it('calls nothing available that has not the form it must have', () => {
    expect(classify({ status: 200, text: '{}', valid: false }).class).toBe('unclassified')
    expect(classify({ status: 200, text: '{}', valid: true }).class).toBe('available')
  })

  it('keeps status, code, message and request id as evidence', () => {
    const headers = [
      ['x-amzn-RequestId', 'r-1'],
      ['x-amzn-errortype', 'ThrottlingException:'],
    ] as const
    const error = { envelope: 'message' as const, message: `Too many\n ${'x'.repeat(400)}` }
    const { evidence } = classify({ status: 429, headers, error })
    expect(evidence).toMatchObject({ status: 429, code: 'ThrottlingException', requestId: 'r-1' })
    expect(evidence.message).toMatch(/^Too many x+…$/)
    expect(evidence.message?.length).toBeLessThan(310)
  })

  it('uses only classes that are declared', () => {
    for (const row of answerRows) expect(answerClasses).toContain(row.class)
  })

  it('reads an error of millions of characters', () => {
    const text = `{"message":"${String.raw`\n`.repeat(5_000_000)}"}`
    expect(classify({ status: 429, text }).class).toBe('throttled')
  })
})

function classes(rows: readonly AnswerRow[]): string {
  return examples.map(({ answer }) => classify(answer, rows).class).join()
}

function without(row: AnswerRow, word: string): AnswerRow {
  const kept = (words: readonly string[]): string[] => words.filter((other) => other !== word)
  return {
    ...row,
    ...(row.contains !== undefined && { contains: kept(row.contains) }),
    ...(row.code !== undefined && { code: kept(row.code) }),
  }
}
