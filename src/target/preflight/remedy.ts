/** What a failing step means to the user, and what to do about it. */
import type { TransportFailure, TransportFailureKind } from '../../model/exchange.ts'
import type { AnswerClass, Evidence } from '../../model/answer.ts'
import type { Endpoint } from '../../model/target.ts'
import type { PreflightStep } from './entry.ts'

import { usualVariable } from '../auth/key/key-problem.ts'

/** Sentences about one problem. */
export interface Description {
  readonly message: string
  readonly remedy: string
}

const stepOfKind: Partial<Record<TransportFailureKind, PreflightStep>> = {
  dns: 'name',
  refused: 'connect',
  unreachable: 'connect',
  proxy: 'connect',
  'connect-timeout': 'connect',
  tls: 'tls',
}

/** The step at which a transport failure stops. */
export function stepOf(failure: TransportFailure): PreflightStep {
  return stepOfKind[failure.kind] ?? 'answer'
}

/**
 * A transport failure, named for the user.
 *
 * @param address where it was tried: scheme, host and port
 * @param start what to do when nothing runs there
 * @param unixSocket the socket that was dialled instead of the address
 */
export function describeFailure(
  failure: TransportFailure,
  address: string,
  start: string,
  unixSocket?: string,
): Description {
  const host = new URL(address).hostname
  switch (failure.kind) {
    case 'refused':
      if (unixSocket !== undefined) {
        return {
          message: `Nothing listens at the socket ${unixSocket} (connection refused).`,
          remedy: 'Start the server, or correct --unix-socket.',
        }
      }
      return { message: `Nothing listens at ${address} (connection refused).`, remedy: start }
    case 'dns':
      return { message: `The name ${host} does not resolve.`, remedy: failure.remedy }
    case 'connect-timeout':
    case 'unreachable':
      return {
        message: `${address} cannot be reached (${sentence(failure.message)}).`,
        remedy: failure.remedy,
      }
    case 'first-byte-timeout':
    case 'idle-timeout':
    case 'total-timeout':
      return {
        message: `${address} accepts connections but does not answer in time (${sentence(failure.message)}).`,
        remedy: 'Look at what that server is busy with, or give it longer with --timeout.',
      }
    default:
      return { message: `${address}: ${sentence(failure.message)}.`, remedy: failure.remedy }
  }
}

function sentence(text: string): string {
  return text.trim().replace(/\.$/, '')
}

/** Remedies for refused requests, by class: notebook, troubleshooting; Bedrock User Guide. */
const remedies: Partial<Record<AnswerClass, string>> = {
  'iam-denied':
    'Allow the action named there in IAM; keys need bedrock:CallWithBearerToken as well.',
  'scp-denied':
    "Ask the administrator of your organization's service control policies to allow it.",
  'model-access':
    'Check the account’s access to the model in this region; inference profiles may be listed where calls are denied.',
  'model-access-marketplace':
    'Let someone with Marketplace permissions call the model once, or ask AWS to allow the account.',
  'needs-inference-profile':
    'Use the id of an inference profile, for example us.meta.llama3-1-8b-instruct-v1:0.',
  'not-in-region-or-bad-id':
    'Check the model id and the region: bedrock-runtime and bedrock-mantle name the same model differently.',
  legacy: 'Choose a newer model with --model: the provider is retiring this one.',
  'use-case-form': 'Fill in the model’s use-case form in the Bedrock console.',
}

/** What to do where the key in `variable` was refused at a kind of endpoint. */
export function authRemedy(endpointKind: string, variable: string | undefined): string {
  switch (endpointKind) {
    case 'llamastack':
      return `Set ${variable ?? 'OPENAI_API_KEY'} if the server wants a key, and give the server itself a new AWS_BEARER_TOKEN_BEDROCK.`
    case 'openai-compatible':
      return `Set ${variable ?? 'OPENAI_API_KEY'} to a key of this server.`
    default:
      return `Make a new key for this region in the Bedrock console and set ${variable ?? usualVariable} to it.`
  }
}

/** Classes that stop a model: the service says plainly that it will not be called. */
const stopping: ReadonlySet<AnswerClass> = new Set([
  'iam-denied',
  'scp-denied',
  'model-access',
  'model-access-marketplace',
  'needs-inference-profile',
  'not-in-region-or-bad-id',
  'legacy',
  'use-case-form',
])

/** Whether cells of the model would all fail for this one reason. */
export function stopsModel(found: AnswerClass): boolean {
  return stopping.has(found)
}

/** Refusals of who asks, not of what is asked for. */
const refusals: ReadonlySet<string> = new Set<AnswerClass>([
  'auth',
  'iam-denied',
  'scp-denied',
  'model-access',
  'model-access-marketplace',
  'use-case-form',
])

/** Whether a class says that this caller is not let in. */
export function refusesCaller(found: string | undefined): boolean {
  return found !== undefined && refusals.has(found)
}

/** A server that says that no key came at all. */
const saysMissing =
  /\b(?:authorization|authentication|credentials?|api[- ]key|token)\b.{0,40}\b(?:missing|not (?:found|provided|given))\b|\bmissing\b.{0,20}\b(?:authorization|authentication|credentials?|api[- ]key|token)\b/i

const ofTakenKey =
  'A key was sent: look for a proxy before the server that takes the header of the key away (Squid: `login=PASS`).'

/** Refused credentials, named for the user with the server's own words. */
export function describeRefusedKey(evidence: Evidence, at: Refused): Description {
  const isTaken = at.isKeySent === true && saysMissing.test(evidence.message ?? '')
  const remedy = isTaken ? ofTakenKey : authRemedy(at.endpointKind, at.variable)
  return { message: `${at.address} refused the credentials with ${stated(evidence)}`, remedy }
}

/** A refused request, named for the user with the server's own words. */
export function describeRefusal(found: AnswerClass, evidence: Evidence, at: Refused): Description {
  const what = at.model === undefined ? 'the request' : `the call of ${at.model}`
  const message = `${at.address} refused ${what} (${found}) with ${stated(evidence)}`
  return { message, remedy: remedies[found] ?? '' }
}

/**
 * What a user can have left out where a server answers a first request with an error that says no
 * more: the key, or the path.
 */
export function describeOdd({ status }: Evidence, endpoint: OddlyAnswering): string {
  const variable = endpoint.hasCredentials === false ? endpoint.curl?.tokenVariable : undefined
  const parts = [
    ...(variable === undefined
      ? []
      : [`No key was sent: set ${variable} if the server requires one.`]),
    ...(status === 404 ? ['If every call is answered so, correct the path of --endpoint.'] : []),
  ]
  return parts.join(' ')
}

type OddlyAnswering = Pick<Endpoint, 'hasCredentials' | 'curl'>

export interface Refused {
  readonly address: string
  readonly endpointKind: string
  /** The one that holds the key. */
  readonly variable?: string | undefined
  readonly model?: string
  /** Whether a key went out with the request. */
  readonly isKeySent?: boolean
}

/** Status, code and words of the server; the words close the sentence, which ends as they do. */
function stated({ status, code, message }: Evidence): string {
  const head = `status ${status ?? 'unknown'}${code === undefined ? '' : ` ${code}`}`
  if (message === undefined) return `${head}.`
  return `${head}: “${message}”${/[.!?…]$/.test(message) ? '' : '.'}`
}
