/** API keys are defective, or are checked wrongly. */
import type { Deviation } from '../../../reference/deviation.ts'
import { endpoints } from '../scopes.ts'

export const accessKeys: readonly Deviation[] = [
  {
    id: 'keys-cross',
    kind: 'mutant',
    about: 'The first key is used for all later requests of the provider.',
    seen: ['ogx#3924'],
    endpoints: endpoints.llamaStack,
    kills: ['credentials.two-keys/no-crossing'],
    hooks: {
      auth: (failure, call) => {
        if (!call.memory.has('first key')) call.memory.set('first key', failure)
        return call.memory.get('first key') as typeof failure
      },
    },
  },
  {
    id: 'key-of-any-account',
    kind: 'mutant',
    about: 'Whatever begins as a key of Bedrock is accepted.',
    seen: ['AU-02'],
    kills: ['auth.*/refused'],
    also: [
      'auth.*',
      'own-key.*',
      '*/error-body',
      '*/error-content-type',
      'responses-state.stranger/*',
    ],
    hooks: {
      auth: (failure, call) =>
        /^Bearer (?:bedrock-api-key-|ABSK)/u.test(String(call.headers.authorization))
          ? undefined
          : failure,
    },
  },
  {
    id: 'key-checked-when-sent',
    kind: 'mutant',
    about: 'A request without a key is served; one with a wrong key is refused.',
    seen: ['AU-01', 'AU-02'],
    kills: ['auth.no-credentials/refused'],
    also: ['auth.*', '*/error-body', '*/error-content-type'],
    hooks: {
      auth: (failure, call) => (call.headers.authorization === undefined ? undefined : failure),
    },
  },
  {
    id: 'any-key-accepted',
    kind: 'mutant',
    about: 'Any key is accepted, and a missing one too.',
    seen: ['AU-02'],
    kills: ['auth.*/refused'],
    also: ['*/error-body', '*/error-content-type'],
    hooks: {
      auth: () => undefined,
    },
  },
  {
    id: 'expired-key-accepted',
    kind: 'mutant',
    about: 'An expired key is still accepted.',
    seen: ['D60', 'claude-code#28032'],
    kills: ['auth.expired-key/refused'],
    also: ['*/error-body', '*/error-content-type'],
    hooks: {
      auth: (failure) => (failure?.message.includes('expired') ? undefined : failure),
    },
  },
  {
    id: 'other-region-accepted',
    kind: 'mutant',
    about: 'A key of another region is accepted.',
    seen: ['AU-05'],
    kills: ['auth.other-region-key/refused'],
    also: ['*/error-body', '*/refused', '*/error-content-type'],
    hooks: {
      auth: (failure) =>
        failure?.message.startsWith('Authentication failed') ? undefined : failure,
    },
  },
  {
    id: 'auth-401-for-missing',
    kind: 'mutant',
    about: 'A missing Authorization header is answered 400.',
    seen: ['AU-02'],
    kills: ['auth.no-credentials/refused'],
    also: ['*/refused'],
    hooks: {
      auth: (failure) => (failure ? { ...failure, status: 400 } : failure),
    },
  },
  {
    id: 'key-damaged',
    kind: 'mutant',
    about: 'The key was not copied whole.',
    seen: ['AU-01'],
    key: 'damaged',
    kills: ['own-key.fits/present'],
    also: ['*'],
    hooks: {},
  },
  {
    id: 'key-of-other-region',
    kind: 'mutant',
    about: 'The key is of another region.',
    seen: ['AU-01', 'AU-05'],
    key: 'other-region',
    kills: ['own-key.fits/region'],
    also: ['*'],
    hooks: {},
  },
  {
    id: 'key-expired',
    kind: 'mutant',
    about: 'The key has expired.',
    seen: ['AU-01', 'D60'],
    key: 'expired',
    kills: ['own-key.fits/unexpired'],
    also: ['*'],
    hooks: {},
  },
  {
    id: 'key-expiring',
    kind: 'mutant',
    about: 'The key has ten minutes left.',
    seen: ['AU-01'],
    key: 'expiring',
    kills: ['own-key.fits/lasting'],
    hooks: {},
  },
  {
    id: 'malformed-key-accepted',
    kind: 'mutant',
    about: 'A key of any form is accepted.',
    seen: ['AU-03'],
    kills: ['auth.malformed-key/refused'],
    also: ['*/error-body', '*/error-content-type'],
    hooks: {
      auth: (failure) =>
        /must start with|invalid bearer|unknown format/iu.test(failure?.message ?? '')
          ? undefined
          : failure,
    },
  },
  {
    id: 'missing-key-accepted',
    kind: 'mutant',
    about: 'A missing key is accepted; a bad one is refused.',
    seen: ['AU-02'],
    kills: ['auth.no-credentials/refused'],
    also: ['*/error-body', '*/error-content-type'],
    hooks: { auth: (failure) => (/missing/iu.test(failure?.message ?? '') ? undefined : failure) },
  },
  {
    id: 'forged-key-accepted',
    kind: 'mutant',
    about: 'A key that was never issued is accepted.',
    seen: ['AU-03'],
    endpoints: endpoints.bedrock,
    kills: ['auth.wrong-key/refused'],
    also: ['*/error-body', '*/error-content-type'],
    hooks: {
      auth: (failure) =>
        /make sure your API Key is valid|token included in the request is invalid/iu.test(
          failure?.message ?? '',
        )
          ? undefined
          : failure,
    },
  },
]
