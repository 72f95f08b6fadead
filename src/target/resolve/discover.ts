/** Asks a server which model to use, and which version it is. */
import type { Exchange } from '../../model/exchange.ts'
import { asObject, listOf } from '../../model/json/shape.ts'
import { bodyObject } from '../preflight/body.ts'

/** The result of discovery. It never fails: there is a fallback for everything. */
export interface Discovery {
  readonly model: string
  /** One line for the user: which model, and why. */
  readonly note: string
  /** The exchange of `GET …/models`. */
  readonly exchange: Exchange
  /** The version that `GET /v1/version` returned. */
  readonly version?: string
}

export interface DiscoverOptions {
  /** The server's address with its `/v1`. */
  readonly base: string
  readonly fallback: string
  /** The model to take of those listed, in the order of the list; undefined where none is listed. */
  readonly choose: (ids: readonly string[]) => string | undefined
  /** Sends a GET with the credentials of the server. */
  readonly ask: (url: string) => Promise<Exchange>
}

/**
 * Llama Stack: the first model whose provider is `bedrock` (notebook, step 1), and the version.
 */
export async function discoverLlamaStack(options: DiscoverOptions): Promise<Discovery> {
  const exchange = await askModels(options)
  const found = listed(exchange).filter(
    (entry) => asObject(asObject(entry)['custom_metadata'])['provider_id'] === 'bedrock',
  )
  const id = options.choose(idsOf(found))
  const described =
    id === undefined
      ? fallenBack(
          exchange,
          options,
          'none of its models has custom_metadata.provider_id "bedrock"',
        )
      : {
          model: id,
          note: `Model ${id}: the first of ${options.base}/models whose provider is bedrock.`,
        }
  // A server that did not answer the first question is not asked a second.
  const version = exchange.response && (await askVersion(options))
  return { ...described, exchange, ...(version !== undefined && { version }) }
}

/** Any OpenAI-compatible server: the first model of its list that answers on what is judged. */
export async function discoverOpenAi(options: DiscoverOptions): Promise<Discovery> {
  const exchange = await askModels(options)
  const id = options.choose(idsOf(listed(exchange)))
  if (id === undefined) return { ...fallenBack(exchange, options, 'it names no model'), exchange }
  const note = `Model ${id}: the first of ${options.base}/models; --model chooses another.`
  return { model: id, note, exchange }
}

async function askModels({ base, ask }: DiscoverOptions): Promise<Exchange> {
  return ask(`${base}/models`)
}

function listed(exchange: Exchange): readonly unknown[] {
  return listOf(bodyObject(exchange)['data'])
}

/** Longest `modelId` (botocore bedrock-runtime 2023-09-30): a longer one would fill every report. */
const longestId = 2048

function idsOf(entries: readonly unknown[]): readonly string[] {
  return entries.flatMap((entry) => {
    const id = asObject(entry)['id']
    return typeof id === 'string' && id !== '' && id.length <= longestId ? [id] : []
  })
}

/** The ids in an answer to `GET …/models` that can be those of models. */
export function listedIds(exchange: Exchange): readonly string[] {
  return idsOf(listed(exchange))
}

function fallenBack(
  exchange: Exchange,
  { base, fallback }: DiscoverOptions,
  lack: string,
): { model: string; note: string } {
  const why =
    exchange.response === undefined
      ? 'it did not answer'
      : listed(exchange).length > 0
        ? lack
        : `it answered with status ${exchange.response.status} and no list of models`
  return {
    model: fallback,
    note: `Model ${fallback}: a fallback, since ${base}/models was asked and ${why}; --model chooses another.`,
  }
}

/** The release of a Llama Stack, if it states one. */
export async function askVersion({
  base,
  ask,
}: Pick<DiscoverOptions, 'base' | 'ask'>): Promise<string | undefined> {
  const exchange = await ask(`${base}/version`)
  const version = bodyObject(exchange)['version']
  const isPlain = typeof version === 'string' && /^[\w.+-]{1,64}$/.test(version)
  return isPlain && exchange.response?.status === 200 ? version : undefined
}
