/** OpenAI's list of models: asked by raw requests only. */
import type { Api } from '../api.ts'

export const openAiModels: Api = {
  name: 'openai-models',
  framing: 'json',
  route: () => ({ method: 'GET', path: '/models' }),
  expressible: () => false,
  encode: () => undefined,
  read: () => undefined,
}
