/** Which endpoint answered a recorded exchange, in which region, with which model. */
import { familyOf } from '../../protocol/family.ts'
import { asObject, asString, parseJson } from '../../model/json/shape.ts'
import { onlyEndpointKind } from '../../model/apis.ts'
import type { Exchange } from '../../model/exchange.ts'
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
  if (isHostOf('bedrock-runtime', host) || /\/openai\/v1\//.test(path)) return 'bedrock'
  if (llamaHosts.has(host)) return 'llamastack'
  return 'openai-compatible'
}

/** Also `bedrock-runtime-fips`, and the host of a VPC endpoint, which has it among its labels. */
function isHostOf(service: string, host: string): boolean {
  const labels = host.replace(/:\d+$/, '').split('.')
  const isAws = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$/
  return (
    isAws.test(host) && labels.some((label) => label === service || label === `${service}-fips`)
  )
}

/** Hosts that are a Llama Stack, by its own paths and by the members of its models. */
export function llamaStackHosts(
  exchanges: readonly { readonly exchange: Exchange; readonly api: ApiName }[],
): ReadonlySet<string> {
  const found = exchanges.filter(
    ({ exchange, api }) =>
      onlyEndpointKind(api) === 'llamastack' ||
      (api === 'openai-models' && listsAsLlamaStack(exchange)),
  )
  return new Set(found.map(({ exchange }) => locationOf(exchange.request.url).host))
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

/** The region that the host or the path of a stand-in names; `-` where neither does. */
export function regionOf({ request }: Exchange): string {
  const { host, path } = locationOf(request.url)
  const isRegion = /^[a-z]{2}(?:-[a-z]+)+-\d+$/
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
  const part =
    /\/model\/(.+)\/(?:converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)\/*$/
  const id = part.exec(locationOf(url).path)?.[1]
  try {
    return id === undefined ? undefined : decodeURIComponent(id)
  } catch {
    return id // a broken escape is kept as it is
  }
}

function locationOf(url: string): { readonly host: string; readonly path: string } {
  const [, host = '', path = ''] = /^[a-z]+:\/\/(?:[^@/?#]*@)?([^/?#]*)([^?#]*)/i.exec(url) ?? []
  return { host: host.toLowerCase(), path }
}

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8')
}
