/** What is known of an entry of a recording before it is judged: its exchange is not kept. */
import type { Exchange } from '../../model/exchange.ts'
import { apiNames, type ApiName } from '../../model/names.ts'
import { recognise } from '../../protocol/recognise.ts'
import type { HarExchange } from '../../wire/har/read.ts'
import { isWithServer, locationOf, showsLlamaStack } from './location.ts'
import { credentialsIn, requestSecrets } from './secrets.ts'

export interface Surveyed {
  /** Position in the file, from 0. */
  readonly index: number
  /** Absent where no API is recognised. */
  readonly api?: ApiName
  readonly host: string
  /** Whether it is of another API of a server that is judged, or would be if others show that its host is one. */
  readonly other: 'yes' | 'if-judged' | 'no'
  /** Whether it shows that its host is a Llama Stack. */
  readonly showsLlamaStack: boolean
  /** Name of its own, where the recording gives one. */
  readonly name?: string
  /** Credentials of the request that no response may hold. */
  readonly leakable: readonly string[]
  /** All credentials, also those of the response. */
  readonly secrets: readonly string[]
}

export function survey(read: HarExchange, index: number): Surveyed {
  const { exchange, entry } = read
  const { host } = locationOf(exchange.request.url)
  const api = apiOf(read)
  const name = nameFrom(entry['_id'])
  const isOther = (hosts: readonly string[]): boolean =>
    !isWithoutReply(exchange) && isWithServer(exchange, new Set(hosts))
  return {
    index,
    ...(api && { api }),
    host,
    other: isOther([]) ? 'yes' : isOther([host]) ? 'if-judged' : 'no',
    showsLlamaStack: api !== undefined && showsLlamaStack(exchange, api),
    ...(name !== undefined && { name }),
    leakable: requestSecrets(exchange.request),
    secrets: credentialsIn(exchange),
  }
}

/** The APIs that the entries of a file are judged as; nothing for those that are left out. */
export function apisAmong(file: readonly Surveyed[]): (ApiName | undefined)[] {
  const hosts = new Set(file.flatMap(({ api, host }) => (api === undefined ? [] : [host])))
  return file.map(({ api, other, host }) => {
    const isOfServer = other === 'yes' || (other === 'if-judged' && hosts.has(host))
    return api ?? (isOfServer ? 'unknown-api' : undefined)
  })
}

/** By what was said on the wire; what the recorder noted counts where that tells nothing. */
function apiOf({ exchange, entry }: HarExchange): ApiName | undefined {
  if (isWithoutReply(exchange)) return undefined
  return recognise(exchange) ?? apiNames.find((name) => name === entry['_api'])
}

/** A browser asks with OPTIONS first (Fetch, CORS-preflight); neither answer holds a reply. */
function isWithoutReply({ request }: Exchange): boolean {
  return /^(?:OPTIONS|HEAD)$/i.test(request.method)
}

const longestName = 100

/** A name for the id of a cell; nothing where no letter or digit is left. */
export function nameFrom(id: unknown): string | undefined {
  if (typeof id !== 'string' || !/[A-Za-z0-9]/.test(id)) return undefined
  return id.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, longestName)
}
