/** Tells transport failures apart and puts them in words. */
import type { TransportFailure, TransportFailureKind } from '../../model/exchange.ts'
import { asBuffer } from '../bytes.ts'
import { errorCode, TunnelRefused, type Stage } from './route/dial.ts'
import { StreamReset } from '../http2/speak.ts'
import { remedyFor } from './remedy.ts'
import { salvage } from './salvage.ts'
import { tlsReason } from './tls-failure.ts'

/** What is known of an attempt when it fails. */
export interface FailureScene {
  /** `name:port` of the server. */
  readonly host: string
  /** Origin of the proxy, without credentials. */
  readonly proxy?: string
  /** How far the connection had come. */
  readonly stage: Stage
  /** Set once the header block had come. */
  readonly status?: number
  /** Body bytes that had come. */
  readonly bodyBytes: number
  /** The first bytes of the answer, headers included. */
  readonly head: Uint8Array
  /** Hides secrets; applied before anything is cut for a message. */
  readonly clean: (bytes: Uint8Array) => Uint8Array
  /** Milliseconds from the start of the attempt. */
  readonly after: number
  /** Certificate files that could not be read. */
  readonly rootProblems: readonly string[]
}

/** A failure of `kind` with its remedy; `message` is one sentence. */
export function failureOf(
  kind: TransportFailureKind,
  message: string,
  scene: Pick<FailureScene, 'host' | 'after'>,
): TransportFailure {
  return { kind, message, remedy: remedyFor(kind, scene.host), after: scene.after }
}

/** Classifies an error of undici, node:net or node:tls. */
export function failureFrom(error: unknown, scene: FailureScene): TransportFailure {
  const cause = worst(error)
  const { code, message } = cause
  if (scene.stage === 'proxy') return proxyFailure(error, code, scene)
  const connecting = connectKinds.get(code)
  if (scene.stage === 'tcp' && connecting) {
    return failureOf(connecting, connectMessages[connecting](scene.host, code), scene)
  }
  const reason = tlsReason(code, message)
  if (scene.stage === 'tls' || reason !== undefined) return tlsFailure(reason, code, scene)
  return exchangeFailure(error, cause, scene)
}

type ConnectKind = 'dns' | 'refused' | 'unreachable' | 'connect-timeout' | 'reset'

/** libuv error codes of name lookup and connect(2). */
const connectKinds: ReadonlyMap<string, ConnectKind> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ENOENT', 'refused'], // of a Unix domain socket
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['EAI_NODATA', 'dns'],
  ['EAI_NONAME', 'dns'],
  ['ETIMEDOUT', 'connect-timeout'],
  ['ECONNRESET', 'reset'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['EPERM', 'unreachable'],
  ['EINVAL', 'unreachable'],
])

const connectMessages: Readonly<Record<ConnectKind, (host: string, code: string) => string>> = {
  refused: (host) => `Connection refused: nothing is listening at ${host}.`,
  dns: (host, code) =>
    code === 'EAI_AGAIN'
      ? `The name lookup for ${host} failed for now (${code}).`
      : `The host name ${host} does not exist.`,
  'connect-timeout': (host) => `${host} did not answer the connection attempt.`,
  reset: (host) => `${host} cut the connection while it was being opened.`,
  unreachable: (host, code) => `${host} is unreachable from this machine (${code}).`,
}

/** What an error says of itself. */
interface Cause {
  readonly code: string
  readonly name: string
  readonly message: string
}

/** Of several addresses tried (happy eyeballs, RFC 8305), the answer that tells most. */
const tellingFirst = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT']

function worst(error: unknown): Cause {
  const errors = flatten(error)
  const telling = tellingFirst
    .map((code) => errors.find((candidate) => errorCode(candidate) === code))
    .find((candidate) => candidate !== undefined)
  const chosen = telling ?? errors.find((candidate) => errorCode(candidate) !== '') ?? errors[0]
  const { name = '', message = String(error) } = chosen ?? {}
  return { code: errorCode(chosen), name, message }
}

/** The errors behind an error, those with a code first. */
function flatten(error: unknown): Error[] {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.flatMap(flatten)
  }
  if (!(error instanceof Error)) return []
  const inner = flatten(error.cause)
  return errorCode(error) === '' ? [...inner, error] : [error, ...inner]
}

function proxyFailure(error: unknown, code: string, scene: FailureScene): TransportFailure {
  const where = `The proxy ${scene.proxy ?? ''}`.trim()
  if (error instanceof TunnelRefused) {
    const credentials = error.status === 407 ? ' (it requires credentials)' : ''
    return failureOf(
      'proxy',
      `${where} refused to connect to ${scene.host}: it answered ${error.status}${credentials}.`,
      scene,
    )
  }
  const why = code === '' ? '' : ` (${code})`
  return failureOf('proxy', `${where} cannot be used to reach ${scene.host}${why}.`, scene)
}

function tlsFailure(
  reason: string | undefined,
  code: string,
  scene: FailureScene,
): TransportFailure {
  const why = reason ?? `it closed the connection during the handshake${code && ` (${code})`}`
  const failure = failureOf('tls', `No TLS connection to ${scene.host}: ${why}.`, scene)
  const [problem] = scene.rootProblems
  return problem === undefined ? failure : { ...failure, remedy: `${problem} ${failure.remedy}` }
}

function exchangeFailure(error: unknown, cause: Cause, scene: FailureScene): TransportFailure {
  if (cause.code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failureOf('too-large', `${scene.host} sent a header block that is too large.`, scene)
  }
  if (isMalformed(cause, scene)) {
    const failure = failureOf('malformed-http', malformedMessage(cause.message, scene), scene)
    return salvage(scene.head) ? { ...failure, remedy: mendFraming } : failure
  }
  const failure = failureOf('reset', resetMessage(whatEnded(error, cause.code), scene), scene)
  return wasCutInHead(scene) ? { ...failure, begun: true } : failure
}

const mendFraming =
  'Correct the message in the server, or in the proxy before it that writes the headers.'

/** Of undici: a body is not as long as its header says. */
export const wrongLength = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'

/** An early end of the body is an error of undici's parser too, but no breach of the grammar. */
function isMalformed({ code, name, message }: Cause, { status }: FailureScene): boolean {
  if (message === 'bad response' || message === 'bad upgrade') return true
  // Before the header block has ended no body can be short: its lengths contradict each other.
  if (code === wrongLength) return status === undefined
  return name === 'HTTPParserError' && !message.includes('Invalid EOF state')
}

function malformedMessage(message: string, { host, head, clean }: FailureScene): string {
  if (looksLikeTls(head)) return `${host} answered in TLS to a plain http request: use https://.`
  const faults = framingFaults(message, head)
  if (faults.length > 0) return `${host} broke HTTP/1.1: ${faults.join('; ')}.`
  return `${host} sent an answer that is not HTTP/1.1; it begins ${shown(clean(head))}.`
}

/** How an answer that began as HTTP/1.x breaks it; the parser's own reason where we see none. */
function framingFaults(message: string, head: Uint8Array): readonly string[] {
  const salvaged = salvage(head)
  if (salvaged === undefined) return []
  if (salvaged.faults.length > 0) return salvaged.faults
  return [/\(([^()]+)\)$/.exec(message)?.[1] ?? 'the parser refuses it']
}

/** The faults of an answer that `error` of undici's parser is about. */
export function faultsOf(error: unknown, scene: FailureScene): readonly string[] {
  const cause = worst(error)
  return isMalformed(cause, scene) ? framingFaults(cause.message, scene.head) : []
}

/** A TLS alert record: type 21, version 3.x (RFC 8446 section 5.1). */
function looksLikeTls(head: Uint8Array): boolean {
  return (head[0] === 0x15 || head[0] === 0x16) && head[1] === 0x03
}

function shown(head: Uint8Array): string {
  return JSON.stringify(asBuffer(head.subarray(0, 24)).toString('latin1'))
}

function wasCutInHead({ status, head }: FailureScene): boolean {
  return status === undefined && head.length > 0
}

function resetMessage(how: string, scene: FailureScene): string {
  const { host, status, bodyBytes } = scene
  if (status !== undefined) {
    return `${host} ${how} before the end of the body, after ${bodyBytes} bytes of it.`
  }
  const part = wasCutInHead(scene) ? 'inside the header block' : 'without answering'
  return `${host} ${how} ${part}.`
}

/** What ended before the answer did: of HTTP/2 it may be the answer alone. */
function whatEnded(error: unknown, code: string): string {
  if (error instanceof StreamReset) return `reset the stream with ${error.reason} (HTTP/2)`
  const how = code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'closed'
  return `${how} the connection`
}
