import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { apiFacts, isConversational, isStream } from './apis.ts'
import { apiNames, endpointKinds, type EndpointKind } from './names.ts'

const source = new URL('../', import.meta.url)
const targets = new URL('../../fixtures/targets/', import.meta.url)

/** The reference and its deviations have a vocabulary of their own. */
const product = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.ts') &&
    !/\.test\.ts$|\/testing\/|^reference\/|^proof\/deviations\/|^model\//u.test(file),
)

const name = `'(?:${apiNames.join('|')})'`
const privateLists = [
  new RegExp(`\\[[^\\[\\]{}]*${name}\\s*,[^\\[\\]{}]*${name}[^\\[\\]{}]*\\]`, 'u'),
  new RegExp(`=== ${name}\\s*(?:\\|\\||&&)[^\\n]*=== ${name}`, 'u'),
  /\bapi(?:\.name)?\.(?:starts|ends)With\(/u,
]

function lists(text: string): boolean {
  return privateLists.some((pattern) => pattern.test(text))
}

describe('the table of APIs', () => {
  it('has facts for every API and no other', () => {
    expect(Object.keys(apiFacts)).toEqual([...apiNames])
  })

  it('agrees with the files of targets on which server has which API', () => {
    for (const endpointKind of endpointKinds) {
      const file = parse(readFileSync(new URL(`${endpointKind}.yaml`, targets), 'utf8')) as {
        endpoint: { endpointKind: EndpointKind; apis: object }
      }
      const served = apiNames.filter((api) => apiFacts[api].endpoints.includes(endpointKind))
      expect(Object.keys(file.endpoint.apis).toSorted(), endpointKind).toEqual(served.toSorted())
    }
  })

  it('derives streams and conversations', () => {
    expect(apiNames.filter(isStream).every((api) => api.endsWith('-stream'))).toBe(true)
    expect(apiNames.filter((api) => !isConversational(api))).toEqual([
      'openai-models',
      'bedrock-control',
      'llama-stack',
      'unknown-api',
    ])
  })

  it('is the only list of APIs in product code', () => {
    const found = product.filter((file) => lists(readFileSync(new URL(file, source), 'utf8')))
    expect(found).toEqual([])
  })

  it('would find a private list in each form', () => {
    expect(lists("new Set<ApiName>(['converse', 'invoke'])")).toBe(true)
    expect(lists("api === 'invoke' || api === 'invoke-stream'")).toBe(true)
    expect(lists("api.startsWith('converse')")).toBe(true)
    expect(lists("api === 'invoke-stream'")).toBe(false)
  })
})
