import { expect, it } from 'vitest'
import { loadKnownFiles } from '../files/known-files.ts'
import { isProblem } from '../problem.ts'
import { reshape } from './reshape.ts'
import { extrasOf, readExtras } from './extras.ts'

function baseOf(api: 'openai-chat' | 'anthropic-messages' | 'converse', path: string) {
  const known = loadKnownFiles()
  const file = isProblem(known) ? undefined : known.targets.get('bedrock')?.value.endpoint
  const shaped = reshape(file!, { path: [`${api}=${path}`] })
  return isProblem(shaped) ? shaped.problem : shaped.apis[api]?.base
}

it.each([
  ['openai-chat', '/team/v3', '/team/v3'],
  ['openai-chat', '/team/v3/chat/completions', '/team/v3'],
  ['anthropic-messages', '/anthropic', '/anthropic'],
  ['anthropic-messages', '/anthropic/v1', '/anthropic'],
  ['anthropic-messages', '/anthropic/v1/messages', '/anthropic'],
  ['converse', '/aws/v1', '/aws/v1'],
] as const)('--path of %s takes %s without what a case adds', (api, path, base) => {
  expect(baseOf(api, path)).toBe(base)
})

it('parameters of one name in another case are two, and those of one name one', () => {
  const extras = readExtras({ query: ['A=1', 'a=2', 'b=3', 'b=4'] }, {})
  if (isProblem(extras)) throw new Error(extras.problem)
  const request = { method: 'GET', url: 'http://h/', headers: [] } as const
  expect(extrasOf(extras)(request, 'default').url).toBe('http://h/?A=1&a=2&b=4')
})

it('the literal beside the variable of a credential is a secret, too', () => {
  const header = ['X-Api-Key: literal-part-${REST}', 'X-Route: plain-${REST}']
  expect(readExtras({ header }, { REST: 'variable-part' })).toMatchObject({
    secrets: ['variable-part', 'literal-part-variable-part', 'variable-part'],
  })
})
