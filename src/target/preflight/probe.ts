/** The cheapest request that tells whether an endpoint can be judged in a region. */
import type { HeaderList, HttpRequest } from '../../model/exchange.ts'
import type { Model, Endpoint } from '../../model/target.ts'
import type { ApiName } from '../../model/names.ts'
import { apis } from '../../protocol/registry.ts'
import { modelPath } from '../../protocol/model-path.ts'

export interface Probe {
  /** Absent if the probe does not concern a model. */
  readonly model?: string
  readonly request: HttpRequest
}

const json: HeaderList = [
  ['content-type', 'application/json'],
  ['accept', 'application/json'],
]

/**
 * Probes of an endpoint in a region, credentials not yet on them: the list of models where the endpoint
 * has one and asking costs nothing; on Bedrock, whose endpoints have none or one that says little, a
 * request for one token per model.
 *
 * @param judged APIs that are judged; a server may answer on no other
 */
export function probesOf(
  endpoint: Endpoint,
  region: string,
  judged?: ReadonlySet<ApiName>,
): Probe[] {
  const listsModels = endpoint.kind === 'llamastack' || endpoint.kind === 'openai-compatible'
  const isLacking = endpoint.capabilities['models-list'] === false
  if (listsModels && !isLacking && endpoint.apis.includes('openai-models')) {
    const url = `${endpoint.baseUrl('openai-models', region)}/models`
    return [{ request: { method: 'GET', url, headers: [['accept', 'application/json']] } }]
  }
  return modelProbesOf(endpoint, region, judged)
}

/** A request for one token per model. */
export function modelProbesOf(
  endpoint: Endpoint,
  region: string,
  judged?: ReadonlySet<ApiName>,
): Probe[] {
  const isJudged = ({ api, stream }: Draft): boolean =>
    judged?.has(api) || judged?.has(stream) || false
  const first = drafts.filter(isJudged)
  return endpoint.models
    .filter((model) => (model.regions ?? endpoint.regions).includes(region))
    .flatMap((model) => modelProbe(endpoint, model, region, [...first, ...drafts]))
}

function modelProbe(
  endpoint: Endpoint,
  model: Model,
  region: string,
  choice: readonly Draft[],
): Probe[] {
  const found = choice.find(({ api }) => model.apis.includes(api) && endpoint.apis.includes(api))
  if (found === undefined) return []
  const draft = found.draft(model)
  if (draft === undefined) return []
  const { path, headers = {}, body } = draft
  const request: HttpRequest = {
    method: 'POST',
    url: endpoint.baseUrl(found.api, region) + path,
    headers: [...json, ...Object.entries(headers)],
    body,
  }
  return [{ model: model.id, request }]
}

interface Draft {
  readonly api: ApiName
  /** Its streamed form, which is judged by the same probe. */
  readonly stream: ApiName
  /** Undefined where the model holds no conversation. */
  readonly draft: (model: Model) => Drafted | undefined
}

interface Drafted {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

function drafted(path: string, body: object): Drafted {
  return { path, body: new TextEncoder().encode(JSON.stringify(body)) }
}

const greeting = 'Hi'
const messages = [{ role: 'user', content: greeting }]

/** Requests for one token; a model is tried by the first judged API that it answers on, else by the first. */
const drafts: readonly Draft[] = [
  {
    api: 'openai-chat',
    stream: 'openai-chat-stream',
    draft: ({ id }) =>
      drafted('/chat/completions', { model: id, messages, max_completion_tokens: 1 }),
  },
  {
    api: 'converse',
    stream: 'converse-stream',
    draft: ({ id }) =>
      drafted(modelPath(id, 'converse'), {
        messages: [{ role: 'user', content: [{ text: greeting }] }],
        inferenceConfig: { maxTokens: 1 },
      }),
  },
  {
    api: 'invoke',
    stream: 'invoke-stream',
    draft: (model) => encoded('invoke', model),
  },
  {
    api: 'anthropic-messages',
    stream: 'anthropic-messages-stream',
    draft: (model) => encoded('anthropic-messages', model),
  },
]

function encoded(api: ApiName, model: Model): Drafted | undefined {
  const turns = [{ role: 'user', text: greeting } as const]
  const draft = apis[api].encode({ turns, options: { maxTokens: 1 }, tools: [] }, model)
  if (draft?.body === undefined) return undefined
  const { 'content-type': _, accept: __, ...headers } = draft.headers
  return { path: draft.path, headers, body: draft.body }
}
