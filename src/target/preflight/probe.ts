/** The cheapest request that tells whether a surface can be judged in a region. */
import type { HeaderList } from '../../model/exchange.ts'
import type { Model, Surface } from '../../model/target.ts'
import type { ApiName } from '../../model/words.ts'
import type { SendRequest } from './send.ts'

export interface Probe {
  /** Absent where the probe says nothing of a model. */
  readonly model?: string
  readonly request: SendRequest
}

/** APIs by which a model is tried, the first that it answers on. */
type ProbeApi = 'openai-chat' | 'converse' | 'invoke'
const probeApis: readonly ProbeApi[] = ['openai-chat', 'converse', 'invoke']

const json: HeaderList = [
  ['content-type', 'application/json'],
  ['accept', 'application/json'],
]

/**
 * Probes of a surface in a region, credentials not yet on them: the list of models where the front
 * has one and asking costs nothing; on Bedrock, whose fronts have none or one that says little, a
 * request for one token per model.
 */
export function probesOf(surface: Surface, region: string): Probe[] {
  const listsModels = surface.front === 'llamastack' || surface.front === 'openai-compatible'
  if (listsModels && surface.apis.includes('openai-models')) {
    const url = `${surface.baseUrl('openai-models', region)}/models`
    return [{ request: { method: 'GET', url, headers: [['accept', 'application/json']] } }]
  }
  return surface.models
    .filter((model) => (model.regions ?? surface.regions).includes(region))
    .flatMap((model) => modelProbe(surface, model, region))
}

function modelProbe(surface: Surface, model: Model, region: string): Probe[] {
  const isServed = (name: ApiName): boolean =>
    model.apis.includes(name) && surface.apis.includes(name)
  const api = probeApis.find(isServed)
  if (api === undefined) return []
  const { path, body } = draft(api, model)
  const request: SendRequest = {
    method: 'POST',
    url: surface.baseUrl(api, region) + path,
    headers: json,
    body: new TextEncoder().encode(JSON.stringify(body)),
  }
  return [{ model: model.id, request }]
}

function draft(api: ProbeApi, { id, family }: Model): { path: string; body: object } {
  const greeting = 'Hi'
  const messages = [{ role: 'user', content: greeting }]
  // Bedrock Runtime API reference: modelId is one segment of the path.
  const path = `/model/${encodeURIComponent(id)}`
  if (api === 'openai-chat') {
    return { path: '/chat/completions', body: { model: id, messages, max_completion_tokens: 1 } }
  }
  if (api === 'converse') {
    const turns = [{ role: 'user', content: [{ text: greeting }] }]
    return {
      path: `${path}/converse`,
      body: { messages: turns, inferenceConfig: { maxTokens: 1 } },
    }
  }
  const body =
    family === 'llama'
      ? { prompt: greeting, max_gen_len: 1 }
      : { messages, max_completion_tokens: 1 }
  return { path: `${path}/invoke`, body }
}
