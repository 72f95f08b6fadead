/** Signed requests are checked wrongly. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'

function isSigned(call: Call): boolean {
  return (call.headers.authorization ?? '').startsWith('AWS4-')
}

export const accessSignatures: readonly Deviation[] = [
  {
    id: 'signatures-refused',
    kind: 'mutant',
    about: 'All signatures are refused.',
    seen: ['AU-08'],
    kills: ['credentials.signed/*'],
    hooks: {
      auth: (failure, call) =>
        failure === undefined && isSigned(call)
          ? {
              status: 403,
              kind: 'auth',
              message: 'The request signature we calculated does not match.',
              exception: 'InvalidSignatureException',
            }
          : failure,
    },
  },
  {
    id: 'signature-unchecked',
    kind: 'mutant',
    about: 'Wrong signatures are accepted.',
    seen: ['AU-08'],
    kills: ['credentials.signed-badly/*'],
    hooks: {
      auth: (failure, call) =>
        isSigned(call) && failure?.message.includes('signature') ? undefined : failure,
    },
  },
  {
    id: 'skew-unchecked',
    kind: 'mutant',
    about: 'Old signatures are accepted.',
    seen: ['AU-08'],
    kills: ['credentials.signed-late/*'],
    hooks: {
      auth: (failure) => (failure?.message.startsWith('Signature expired') ? undefined : failure),
    },
  },
  {
    id: 'basic-accepted',
    kind: 'mutant',
    about: 'Basic authentication is accepted.',
    seen: ['AU-03'],
    kills: ['credentials.basic-scheme/refused'],
    hooks: {
      auth: (failure, call) =>
        /^basic /iu.test(call.headers.authorization ?? '') ? undefined : failure,
    },
  },
  {
    id: 'iam-denied',
    kind: 'mutant',
    about: 'The identity lacks the permission to use keys.',
    seen: ['facts 1.7'],
    kills: ['*/status'],
    also: ['*'],
    hooks: {
      auth: () => ({
        status: 403,
        kind: 'auth',
        message:
          'User: arn:aws:iam::000000000000:user/reference is not authorized to perform: bedrock:CallWithBearerToken because no identity-based policy allows the bedrock:CallWithBearerToken action',
      }),
    },
  },
]
