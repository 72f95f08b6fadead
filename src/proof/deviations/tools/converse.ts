/** Tool use over Converse is wrong. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { eachMessage } from '../converse/edits.ts'
import { withMembers } from '../edits/members.ts'
import { atPath, gone, inBody, inEvents, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

function eachBlock(request: unknown, edit: (block: JsonObject) => unknown): unknown {
  return eachMessage(request, (message) =>
    Array.isArray(message['content'])
      ? { ...message, content: message['content'].map((block) => edit(asObject(block))) }
      : message,
  )
}

export const toolsConverse: readonly Deviation[] = [
  {
    id: 'tool-name-unchecked',
    kind: 'mutant',
    about: 'Any tool name is accepted.',
    seen: ['CV-13'],
    apis: apis.converse,
    kills: ['converse-input.tool-name/refused'],
    also: ['*/error-body'],
    hooks: {
      request: (request) => {
        const config = asObject(request)['toolConfig']
        if (!isObject(config)) return request
        const tools = asArray(config['tools']).map((tool) => {
          const spec = asObject(asObject(tool)['toolSpec'])
          const name = String(spec['name']).replaceAll(/\W/gu, '_').slice(0, 64)
          return { toolSpec: { ...spec, name } }
        })
        return withMembers(request, { toolConfig: { ...config, tools } })
      },
    },
  },
  {
    id: 'tool-result-dropped',
    kind: 'mutant',
    about: 'Results of tools never reach the model.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['converse-tools.round-trip/uses-the-result'],
    hooks: {
      request: (request) =>
        eachBlock(request, (block) => {
          const result = block['toolResult']
          if (!isObject(result)) return block
          return { toolResult: { ...result, content: [{ text: 'nothing' }] } }
        }),
    },
  },
  {
    id: 'converse-tool-without-name',
    kind: 'mutant',
    about: 'A toolUse block has no name.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['tool-forced.*/tool-use'],
    also: [
      'tool-forced.*/called',
      '*/event-schema',
      '*/response-schema',
      'converse-tools.round-trip/call.called',
      'converse-tools.streamed/called',
    ],
    hooks: {
      body: inBody('output/message/content/*/toolUse/name', gone),
      events: inEvents('contentBlockStart', 'start/toolUse/name', gone),
    },
  },
  {
    id: 'converse-tool-without-id',
    kind: 'mutant',
    about: 'A toolUse block has no id.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['tool-forced.*/tool-use'],
    also: [
      'tool-forced.*/called',
      '*/event-schema',
      '*/response-schema',
      'converse-tools.round-trip/call.called',
      'converse-tools.streamed/called',
    ],
    hooks: {
      body: inBody('output/message/content/*/toolUse/toolUseId', gone),
      events: inEvents('contentBlockStart', 'start/toolUse/toolUseId', gone),
    },
  },
  {
    id: 'converse-tool-id-too-long',
    kind: 'mutant',
    about: 'The id of a toolUse block has 70 characters.',
    seen: ['CV-13'],
    apis: apis.converse,
    kills: ['tool-forced.*/tool-use'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: {
      body: inBody('output/message/content/*/toolUse/toolUseId', set('x'.repeat(70))),
      events: inEvents('contentBlockStart', 'start/toolUse/toolUseId', set('x'.repeat(70))),
    },
  },
  {
    id: 'converse-tool-id-with-blank',
    kind: 'mutant',
    about: 'The id of a toolUse block has a space in it.',
    seen: ['CV-13'],
    apis: apis.converse,
    kills: ['tool-forced.*/tool-use'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: {
      body: inBody('output/message/content/*/toolUse/toolUseId', set('tool use 1')),
      events: inEvents('contentBlockStart', 'start/toolUse/toolUseId', set('tool use 1')),
    },
  },
  {
    id: 'converse-tool-input-text',
    kind: 'mutant',
    about: 'The input of a toolUse block is a string of JSON instead of an object.',
    seen: ['CV-12'],
    apis: apis.converseWhole,
    kills: ['converse-tools.round-trip/tool-use'],
    also: ['*/tool-use', 'converse-tools.round-trip/call.called'],
    hooks: {
      body: inBody('output/message/content/*/toolUse/input', (input) => JSON.stringify(input)),
    },
  },
  {
    id: 'converse-tool-input-object',
    kind: 'mutant',
    about: 'The input of a streamed tool call is an object instead of fragments of text.',
    seen: ['CS-12'],
    apis: apis.converseStreams,
    kills: ['converse-tools.streamed/event-schema'],
    also: ['*/tool-use', 'converse-tools.streamed/called'],
    hooks: {
      events: inEvents('contentBlockDelta', 'delta/toolUse/input', set({ city: 'Paris' })),
    },
  },
  {
    id: 'converse-tool-without-start',
    kind: 'mutant',
    about: 'A tool call begins without contentBlockStart.',
    seen: ['CS-12', 'D67'],
    apis: apis.converseStreams,
    kills: ['converse-tools.streamed/block-order'],
    also: ['*/stop-reason', 'converse-tools.streamed/called'],
    hooks: {
      events: (events) =>
        events.filter((event) => event.kind === 'error' || event.type !== 'contentBlockStart'),
    },
  },
  {
    id: 'converse-stops-before-tool',
    kind: 'mutant',
    about: 'A tool is called and the stop reason is end_turn.',
    seen: ['D01'],
    apis: apis.converse,
    kills: ['*/stop-reason', '*/stops-for-the-tool'],
    hooks: {
      body: inBody('stopReason', (reason) => (reason === 'tool_use' ? 'end_turn' : reason)),
      events: inEvents('messageStop', 'stopReason', (reason) =>
        reason === 'tool_use' ? 'end_turn' : reason,
      ),
    },
  },
  {
    id: 'converse-tool-stop-without-tool',
    kind: 'mutant',
    about: 'The stop reason is tool_use although no tool is called.',
    seen: ['CV-02'],
    apis: apis.converse,
    kills: ['*/stop-reason'],
    hooks: {
      body: inBody('stopReason', set('tool_use')),
      events: inEvents('messageStop', 'stopReason', set('tool_use')),
    },
  },
  {
    id: 'tools-called-again',
    kind: 'mutant',
    about: 'The model calls the tool again after its result.',
    seen: ['CV-12'],
    apis: apis.converseWhole,
    kills: ['converse-tools.round-trip/result-taken'],
    hooks: {
      request: (request) => {
        const messages = asArray(asObject(request)['messages'])
        return isObject(request) && messages.length > 1 && 'toolConfig' in request
          ? {
              ...request,
              messages: messages.slice(0, 1),
              toolConfig: atPath(
                { toolChoice: { any: {} }, ...asObject(request['toolConfig']) },
                'toolChoice',
                () => ({ any: {} }),
              ),
            }
          : request
      },
    },
  },
]
