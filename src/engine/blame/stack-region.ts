/** The region that a Llama Stack's Bedrock provider is configured with. */
import { asObject, asString, objectsOf, parseJson } from '../../model/json/shape.ts'
import type { Opened } from '../preflight/open-target.ts'

/**
 * Asks `GET /v1/providers`: each region of Bedrock is a service of its own, so comparing with
 * another region would compare two different services.
 *
 * @returns undefined where the answer does not name it
 */
export async function stackRegion({ target, client }: Opened): Promise<string | undefined> {
  const endpoint = target.endpoints.find(({ kind }) => kind === 'llamastack')
  if (endpoint === undefined) return undefined
  const { response } = await client.send(
    {
      method: 'GET',
      url: `${endpoint.baseUrl('llama-stack', '-')}/v1/providers`,
      headers: [['accept', 'application/json']],
    },
    {},
  )
  if (response?.status !== 200) return undefined
  const text = Buffer.concat(response.decoded.map(({ bytes }) => bytes)).toString('utf8')
  const providers = objectsOf(asObject(parseJson(text))['data'])
  const bedrock = providers.find((one) => one['provider_type'] === 'remote::bedrock')
  const region = asString(asObject(bedrock?.['config'])['region_name'])
  return region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d+$/.test(region) ? region : undefined
}
