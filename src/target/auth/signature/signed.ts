/** Requests that are signed on purpose, rightly or wrongly, whatever else the target uses. */
import type { AuthChoice } from '../../../model/case.ts'
import { headerValue } from '../../../model/headers.ts'
import type { Authorize } from '../../../model/target.ts'
import type { Now } from '../auth.ts'
import type { AwsCredentials, CredentialSource } from '../credentials.ts'
import { unknownCaller } from '../key/forge.ts'
import { sign } from './sigv4.ts'

/** AWS lets clocks be off by five minutes, at most fifteen. */
const tooLate = 20 * 60_000

/**
 * Signs where a case asks for a signature; every other choice is `otherwise`'s.
 *
 * @param source the user's AWS credentials; without them a wrong signature uses fictional ones
 */
export function withSignatures(
  otherwise: Authorize,
  source: CredentialSource | undefined,
  now: Now,
): Authorize {
  return async (request) => {
    const { choice, headers, region } = request
    if (!isSignature(choice) || headerValue(headers, 'authorization') !== undefined) {
      return otherwise(request)
    }
    const own = await source?.().catch(() => undefined)
    if (own === undefined && choice !== 'signed-badly') return headers
    const added = await sign(request, {
      credentials: chosen(own ?? unknownCaller, choice),
      region,
      service: 'bedrock',
      at: new Date(now() - (choice === 'signed-late' ? tooLate : 0)),
    })
    return [...headers, ...added]
  }
}

function isSignature(choice: AuthChoice): boolean {
  return choice.startsWith('signed')
}

function chosen(credentials: AwsCredentials, choice: AuthChoice): AwsCredentials {
  return choice === 'signed-badly'
    ? { ...credentials, secretAccessKey: 'not-the-secret' }
    : credentials
}
