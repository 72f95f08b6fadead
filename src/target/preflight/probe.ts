/** The cheapest request that tells whether an endpoint can be judged in a region. */
import type { HeaderList, HttpRequest } from '../../model/exchange.ts'
import type { Model, Endpoint } from '../../model/target.ts'
import type { ApiName } from '../../model/names.ts'
import { modelPath } from '../../protocol/request.ts'

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
 */
export function probesOf(endpoint: Endpoint, region: string): Probe[] {
  const listsModels = endpoint.kind === 'llamastack' || endpoint.kind === 'openai-compatible'
  const isLacking = endpoint.capabilities['models-list'] === false
  if (listsModels && !isLacking && endpoint.apis.includes('openai-models')) {
    const url = `${endpoint.baseUrl('openai-models', region)}/models`
    return [{ request: { method: 'GET', url, headers: [['accept', 'application/json']] } }]
  }
  return endpoint.models
    .filter((model) => (model.regions ?? endpoint.regions).includes(region))
    .flatMap((model) => modelProbe(endpoint, model, region))
}

function modelProbe(endpoint: Endpoint, model: Model, region: string): Probe[] {
  const drafted = drafts.find(({ api }) => model.apis.includes(api) && endpoint.apis.includes(api))
  if (drafted === undefined) return []
  const { path, body } = drafted.draft(model)
  const request: HttpRequest = {
    method: 'POST',
    url: endpoint.baseUrl(drafted.api, region) + path,
    headers: json,
    body: new TextEncoder().encode(JSON.stringify(body)),
  }
  return [{ model: model.id, request }]
}

interface Draft {
  readonly api: ApiName
  readonly draft: (model: Model) => { readonly path: string; readonly body: object }
}

const greeting = 'Hi'
const messages = [{ role: 'user', content: greeting }]

/** Requests for one token; a model is tried by the first API that it answers on. */
const drafts: readonly Draft[] = [
  {
    api: 'openai-chat',
    draft: ({ id }) => ({
      path: '/chat/completions',
      body: { model: id, messages, max_completion_tokens: 1 },
    }),
  },
  {
    api: 'converse',
    draft: ({ id }) => ({
      path: modelPath(id, 'converse'),
      body: {
        messages: [{ role: 'user', content: [{ text: greeting }] }],
        inferenceConfig: { maxTokens: 1 },
      },
    }),
  },
  {
    api: 'invoke',
    draft: ({ id, family }) => ({
      path: modelPath(id, 'invoke'),
      body:
        family === 'llama'
          ? { prompt: greeting, max_gen_len: 1 }
          : { messages, max_completion_tokens: 1 },
    }),
  },
]
