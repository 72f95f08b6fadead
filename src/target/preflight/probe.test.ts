import { expect, it } from 'vitest'
import type { ApiName } from '../../model/words.ts'
import type { Surface } from '../../model/target.ts'
import { isProblem } from '../problem.ts'
import { resolveTarget } from '../resolve/resolve.ts'
import { probesOf } from './probe.ts'

async function surfaceWith(apis: readonly ApiName[]): Promise<Surface> {
  const flags = { endpoint: 'http://127.0.0.1:1/v1', model: ['m'] }
  const resolved = await resolveTarget('openai-compatible', flags, {})
  if (isProblem(resolved)) throw new Error(resolved.problem)
  const [surface] = resolved.surfaces
  return { ...surface!, apis }
}

it('a server that lists its models is probed by its list', async () => {
  const surface = await surfaceWith(['openai-chat', 'openai-models'])
  expect(probesOf(surface, '-').map(({ request }) => request.url)).toEqual([
    'http://127.0.0.1:1/v1/models',
  ])
})

it('a server that has no list of models is probed by a request for one token', async () => {
  const surface = await surfaceWith(['openai-chat'])
  expect(probesOf(surface, '-').map(({ request }) => request.url)).toEqual([
    'http://127.0.0.1:1/v1/chat/completions',
  ])
})
