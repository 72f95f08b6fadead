import { expect, it } from 'vitest'
import type { ApiName } from '../../model/names.ts'
import type { Endpoint } from '../../model/target.ts'
import { isProblem } from '../problem.ts'
import { resolveTarget } from '../resolve/resolve.ts'
import { probesOf } from './probe.ts'

async function endpointWith(apis: readonly ApiName[]): Promise<Endpoint> {
  const flags = { endpoint: 'http://127.0.0.1:1/v1', model: ['m'] }
  const resolved = await resolveTarget('openai-compatible', flags, {})
  if (isProblem(resolved)) throw new Error(resolved.problem)
  const [endpoint] = resolved.endpoints
  return { ...endpoint!, apis }
}

it('a server that lists its models is probed by its list', async () => {
  const endpoint = await endpointWith(['openai-chat', 'openai-models'])
  expect(probesOf(endpoint, '-').map(({ request }) => request.url)).toEqual([
    'http://127.0.0.1:1/v1/models',
  ])
})

it('a model is probed by what is judged, its plain form where that is a stream', async () => {
  const resolved = await resolveTarget('bedrock', {}, {})
  if (isProblem(resolved)) throw new Error(resolved.problem)
  const [endpoint] = resolved.endpoints
  const probed = (...judged: ApiName[]): string[] =>
    probesOf(endpoint!, 'us-west-2', new Set(judged)).map(
      ({ request }) => /\/[a-z]+$/.exec(request.url)?.[0] ?? '',
    )
  expect(probed()[0]).toBe('/completions')
  expect(probed('converse', 'openai-chat')[0]).toBe('/completions')
  expect(probed('converse')[0]).toBe('/converse')
  expect(probed('converse-stream')[0]).toBe('/converse')
  expect(probed('invoke-stream')[0]).toBe('/invoke')
  expect(probed('bedrock-control')[0]).toBe('/completions')
})

it('a server that has no list of models is probed by a request for one token', async () => {
  const endpoint = await endpointWith(['openai-chat'])
  expect(probesOf(endpoint, '-').map(({ request }) => request.url)).toEqual([
    'http://127.0.0.1:1/v1/chat/completions',
  ])
})
