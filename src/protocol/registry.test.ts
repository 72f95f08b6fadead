import { expect, it } from 'vitest'
import { apiNames } from '../model/names.ts'
import { apis } from './registry.ts'
import { conversation } from './testing/build.ts'
import { gptOss, llama, options, toolTalk } from './testing/conversations.ts'

it('says of every API beforehand whether it will encode', () => {
  const stated = [
    conversation(),
    conversation({ options }),
    toolTalk,
    { ...toolTalk, toolChoice: 'none' },
  ]
  const pairs = stated.flatMap((turns) => [llama, gptOss].map((model) => [turns, model] as const))
  for (const api of apiNames.map((name) => apis[name])) {
    for (const [one, model] of pairs) {
      expect(api.expressible(one, model)).toBe(api.encode(one, model) !== undefined)
    }
  }
})

it('has every API under its own name, with a route', () => {
  for (const name of apiNames) {
    expect(apis[name].name).toBe(name)
    expect(apis[name].route(llama).path).toMatch(/^\//)
  }
})
