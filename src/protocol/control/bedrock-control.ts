/** Bedrock's control plane, for example `GET /foundation-models`: asked by raw requests only. */
import type { Api } from '../api.ts'

export const bedrockControl: Api = {
  name: 'bedrock-control',
  framing: 'json',
  route: () => ({ method: 'GET', path: '/foundation-models' }),
  expressible: () => false,
  encode: () => undefined,
  read: () => undefined,
}
