/** Which endpoint answered a recorded exchange, in which region, with which model. */
import { percentDecoded } from '../../model/text/percent.ts'
import { familyOf } from '../../protocol/family.ts'
import { asObject, asString, parseJson } from '../../model/json/shape.ts'
import { onlyEndpointKind } from '../../model/apis.ts'
import type { Exchange } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import type { Model } from '../../model/target.ts'
import type { ApiName, EndpointKind } from '../../model/names.ts'

/**
 * The endpoint that answered, by host, by path, and by the members that only a Llama Stack's models have.
 *
 * @param llamaHosts hosts that are known to be one by other exchanges
 */
export function endpointKindOf(
  { request }: Exchange,
  api: ApiName,
  llamaHosts: ReadonlySet<string>,
): EndpointKind {
  const only = onlyEndpointKind(api)
  if (only !== undefined) return only
  const { host, path } = locationOf(request.url)
  if (isHostOf('bedrock-mantle', host)) return 'bedrock-mantle'
  if (isBedrockHost(host) || /\/openai\/v1\//.test(path)) return 'bedrock'
  if (llamaHosts.has(host)) return 'llamastack'
  return 'openai-compatible'
}

/** The host of the runtime or of the control plane. */
function isBedrockHost(host: string): boolean {
  return isHostOf('bedrock-runtime', host) || isHostOf('bedrock', host)
}

/** The suffixes of all partitions, and those of their hosts with IPv6. */
const isAws =
  /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|c2s\.ic\.gov|csp\.hci\.ic\.gov|sc2s\.sgov\.gov|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu))$/

/** Also `bedrock-runtime-fips`, and the host of a VPC endpoint, which has it among its labels. */
function isHostOf(service: string, host: string): boolean {
  const labels = host.replace(/:\d+$/, '').split('.')
  return (
    isAws.test(host) && labels.some((label) => label === service || label === `${service}-fips`)
  )
}

/**
 * Whether an exchange that no API is recognised in was with a server that is judged: a host of
 * Bedrock, or one that other exchanges are recognised with and that answered as an API does.
 *
 * @param judgedHosts hosts of the exchanges that are recognised
 */
export function isWithServer(
  { request, response }: Exchange,
  judgedHosts: ReadonlySet<string>,
): boolean {
  const { host, path } = locationOf(request.url)
  if (isBedrockHost(host) || isHostOf('bedrock-mantle', host)) return true
  // The host of a gateway may also serve a page and its scripts.
  const type = headerValue(response?.headers ?? [], 'content-type') ?? ''
  const isApiType = /^(?:application\/(?:json|vnd\.amazon\.eventstream)|text\/event-stream)\b/i
  return judgedHosts.has(host) && /\/v\d/.test(path) && isApiType.test(type.trim())
}

/** Whether an exchange shows that its host is a Llama Stack, by its own paths or the members of its models. */
export function showsLlamaStack(exchange: Exchange, api: ApiName): boolean {
  if (onlyEndpointKind(api) === 'llamastack') return true
  return api === 'openai-models' && listsAsLlamaStack(exchange)
}

/** ogx `/v1/models`: `owned_by` and `custom_metadata` of its entries. */
function listsAsLlamaStack({ response }: Exchange): boolean {
  const body = asObject(parseJson(textOf(response?.decoded.map(({ bytes }) => bytes) ?? [])))
  const listed: readonly unknown[] = Array.isArray(body['data']) ? body['data'] : [body]
  return listed.some((entry) => {
    const model = asObject(entry)
    return (
      'custom_metadata' in model || /^(?:llama_stack|ogx)$/.test(asString(model['owned_by']) ?? '')
    )
  })
}

/** `us-west-2`, `us-gov-west-1`, `eusc-de-east-1`; `my-gateway-1` is a host. */
const isRegion =
  /^(?:[a-z]{2}|eusc)(?:-[a-z]+)?-(?:central|east|west|(?:north|south)(?:east|west)?)-\d$/

/** The region that the host or the path of a stand-in names; `-` where neither does. */
export function regionOf({ request }: Exchange): string {
  const { host, path } = locationOf(request.url)
  const parts = [...host.split('.'), ...path.split('/').slice(1, 3)]
  return parts.find((part) => isRegion.test(part)) ?? '-'
}

/**
 * The model that was asked: by the path, else by the request's body, else by the reply.
 *
 * @param noted the one that a recording of ours was made for: a case may ask another on purpose
 */
export function modelOf({ request, response }: Exchange, noted: unknown): Model {
  const asked = asString(asObject(parseJson(textOf([request.body])))['model'])
  const chunks = response?.decoded.map(({ bytes }) => bytes) ?? []
  const id = asString(noted) ?? inPath(request.url) ?? asked ?? modelOfReply(textOf(chunks)) ?? '-'
  return { id: id === '' ? '-' : id, family: familyOf(id), apis: [] }
}

/** Model of a chat completion, or of the first chunk of a stream. */
function modelOfReply(text: string): string | undefined {
  return /^[^{]*\{[^]{0,2000}?"model"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1]
}

/** botocore bedrock-runtime 2023-09-30, request URIs: `/model/{modelId}/converse`. */
function inPath(url: string): string | undefined {
  const operation =
    /\/(?:converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)\/*$/
  const { path } = locationOf(url)
  const end = path.search(operation)
  const id = end === -1 ? undefined : /\/model\/(.+)/.exec(path.slice(0, end))?.[1]
  return id === undefined ? undefined : percentDecoded(id)
}

/** Host in lower case, and path without the query, of an absolute URL. */
export function locationOf(url: string): { readonly host: string; readonly path: string } {
  const [, host = '', path = ''] = /^[a-z]+:\/\/(?:[^@/?#]*@)?([^/?#]*)([^?#]*)/i.exec(url) ?? []
  return { host: host.toLowerCase(), path }
}

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8')
}
