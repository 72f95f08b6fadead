import { expect, it } from 'vitest'
import { converse } from '../aws/testing/talk.ts'
import { codes, reply } from '../aws/testing/see.ts'
import { response, whole } from '../responses/testing/response.ts'
import { verdict } from '../testing/judge.ts'
import { offeredTools } from './offers.ts'

const weather = { toolSpec: { name: 'weather', inputSchema: { json: { type: 'object' } } } }
const asked = {
  messages: [],
  toolConfig: { tools: [weather, { systemTool: { name: 'nova_grounding' } }, { cachePoint: {} }] },
  additionalModelRequestFields: {
    tools: [{ type: 'computer_20250124', name: 'computer', display_width_px: 1024 }],
  },
}
const calling = (name: string) =>
  reply(
    'converse',
    converse([{ toolUse: { toolUseId: 'tooluse_1', name, input: {} } }], {
      stopReason: 'tool_use',
    }),
    asked,
  )

it('a request of Converse offers tools of the model beside those of toolConfig', () => {
  expect([...offeredTools(calling('weather')).keys()]).toEqual([
    'weather',
    'nova_grounding',
    'computer',
  ])
})

it.each(['weather', 'computer'])('the call of %s is one of an offered tool', (name) => {
  expect(codes('tool-use', calling(name))).toEqual([])
})

it('the call of another tool is not', () => {
  expect(codes('tool-use', calling('bash'))).toEqual(['tool-use-name'])
})

it('a custom tool of a response is called as one, and a function as a function', () => {
  const called = (type: string, name: string) =>
    whole(
      response({
        output: [{ id: 'c_1', type, call_id: 'c', name, input: '+ a', arguments: '{}' }],
      }),
      {
        asked: {
          tools: [
            { type: 'custom', name: 'patch' },
            { type: 'function', name: 'weather' },
          ],
        },
      },
    )
  const codeOf = (type: string, name: string) => verdict('tool-calls', true, called(type, name))
  expect(codeOf('custom_tool_call', 'patch')).toBe('pass')
  expect(codeOf('function_call', 'weather')).toBe('pass')
  expect(codeOf('custom_tool_call', 'weather')).toBe('tools.type')
  expect(codeOf('function_call', 'patch')).toBe('tools.type')
})
