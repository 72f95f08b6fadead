/** Llama Stack's own routes, for example `GET /v1/health`: asked by raw requests only. */
import type { Api } from '../api.ts'

export const llamaStack: Api = {
  name: 'llama-stack',
  framing: 'json',
  route: () => ({ method: 'GET', path: '/v1/health' }),
  expressible: () => false,
  encode: () => undefined,
  read: () => undefined,
}
