/** Keys, regions and models treated wrongly, and services that cannot be had. */
import { refuse, throttle } from '../../../../reference/call.ts'
import { mutant } from '../../edit.ts'

function ofLlama(path: string): boolean {
  return path.includes('llama3')
}

export const accessMutants = [
  mutant(
    'llama-denied-outside-us-east-2',
    'The Llama profile is listed in three regions and can be called in one.',
    ['D62', 'amazon-bedrock-copilot-chat#396'],
    {
      access: (access, call) =>
        access === 'available' &&
        ofLlama(call.path) &&
        call.region !== 'us-east-2' &&
        call.front !== 'control'
          ? 'denied'
          : access,
    },
    { kills: ['rule:walkthrough.listed-versus-callable'] },
  ),
  mutant(
    'model-denied',
    'No model can be called: access is denied.',
    ['D58', 'ogx#2595'],
    {
      access: (access) => (access === 'available' ? 'denied' : access),
    },
    { kills: ['*/status'], also: ['*'] },
  ),
  mutant(
    'models-gone',
    'No model is offered in any region.',
    ['RG-02'],
    {
      access: (access) => (access === 'available' ? 'not-in-region' : access),
      models: () => [],
    },
    { kills: ['*/status', 'availability.call/where-expected'], also: ['*'] },
  ),
  mutant(
    'any-key-accepted',
    'Every key opens the door, and none is needed.',
    ['AU-02'],
    {
      auth: () => undefined,
    },
    { also: ['*/error-body', '*/error-content-type'], kills: ['auth.*/refused'] },
  ),
  mutant(
    'expired-key-accepted',
    'An expired key is still accepted.',
    ['D60', 'claude-code#28032'],
    {
      auth: (failure) => (failure?.message.includes('expired') ? undefined : failure),
    },
    { also: ['*/error-body', '*/error-content-type'], kills: ['auth.expired-key/refused'] },
  ),
  mutant(
    'other-region-accepted',
    'A key of another region is accepted.',
    ['AU-05'],
    {
      auth: (failure) =>
        failure?.message.startsWith('Authentication failed') ? undefined : failure,
    },
    { also: ['*/error-body', '*/refused'], kills: ['auth.other-region-key/refused'] },
  ),
  mutant(
    'auth-401-for-missing',
    'A missing header is answered 400.',
    ['AU-02'],
    {
      auth: (failure) => (failure ? { ...failure, status: 400 } : failure),
    },
    { also: ['*/refused'], kills: ['auth.no-credentials/refused'] },
  ),
  mutant(
    'iam-denied',
    'The identity lacks the permission to use keys.',
    ['facts 1.7'],
    {
      auth: () => ({
        status: 403,
        kind: 'auth',
        message:
          'User: arn:aws:iam::000000000000:user/reference is not authorized to perform: bedrock:CallWithBearerToken because no identity-based policy allows the bedrock:CallWithBearerToken action',
      }),
    },
    { kills: ['*/status'], also: ['*'] },
  ),
  mutant(
    'throttled-without-retry-after',
    'Throttled without a hint when to come back.',
    ['D64', 'opencode#39623'],
    {
      request: (_request, call) => throttle(call, false),
    },
    { kills: ['*/retry-after'], also: ['*'] },
  ),
  mutant(
    'unavailable',
    'The service is unavailable.',
    ['facts 2.4'],
    {
      request: () => refuse(503, 'server', 'Bedrock is unable to process your request.'),
    },
    { kills: ['*/no-server-error'], also: ['*'] },
  ),
  mutant(
    'model-not-ready',
    'The model is not ready to serve.',
    ['facts 2.4'],
    {
      request: () =>
        refuse(429, 'throttled', 'The model is not ready to serve inference requests.', {
          exception: 'ModelNotReadyException',
        }),
    },
    { kills: ['*/retry-after'], also: ['*'] },
  ),
  mutant(
    'model-timeout',
    'The model takes too long.',
    ['facts 2.4'],
    {
      request: () => refuse(408, 'server', 'The model did not answer in time.'),
    },
    { kills: ['*/status'], also: ['*'] },
  ),
  mutant(
    'models-without-ids',
    'Entries of the list of models have no id.',
    ['MD-01'],
    {
      models: (models) =>
        models.map((entry) => ({ ...(entry as object), id: undefined, modelId: undefined })),
    },
    { kills: ['*/response-schema', 'models.list/holds-the-model'] },
  ),
]
