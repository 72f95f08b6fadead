import { expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { endpointKindOf, isWithServer, regionOf } from '../location.ts'

const asked = (url: string) =>
  ({ request: { method: 'POST', url, headers: [], body: new Uint8Array() } }) as unknown as Exchange

it.each([
  ['https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/x/converse', 'us-gov-west-1'],
  ['https://bedrock-runtime.eusc-de-east-1.amazonaws.eu/model/x/converse', 'eusc-de-east-1'],
  ['https://bedrock-runtime.cn-northwest-1.amazonaws.com.cn/model/x/converse', 'cn-northwest-1'],
  ['http://127.0.0.1:8000/ap-southeast-2/model/x/converse', 'ap-southeast-2'],
  ['https://my-gateway-1.example.com/v1/chat/completions', '-'],
  ['https://api.example.com/my-tenant-7/v1/chat/completions', '-'],
])('the region of %s is %s', (url, region) => {
  expect(regionOf(asked(url))).toBe(region)
})

it.each([
  'https://bedrock-runtime.us-east-1.amazonaws.com/x',
  'https://bedrock-runtime.eusc-de-east-1.amazonaws.eu/x',
  'https://vpce-1-a.bedrock-runtime.us-east-1.vpce.amazonaws.com/x',
])('%s is a host of Bedrock', (url) => {
  expect(isWithServer(asked(url), new Set())).toBe(true)
  expect(endpointKindOf(asked(url), 'openai-chat', new Set())).toBe('bedrock')
})
