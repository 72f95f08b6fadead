/** Tool calls that no client can carry out. */
import type { JsonObject } from '../../../../reference/call.ts'
import { asArray, asObject } from '../../../../reference/json.ts'
import type { CalledTool } from '../../../../reference/model/prompt.ts'
import type { Reply } from '../../../../reference/model/reply.ts'
import { mutant } from '../../edit.ts'
import { gone, inBody, inBoth, inChunks, inEvents, set } from '../../reach.ts'

const whole = ['openai-chat', 'invoke'] as const
const streamed = ['openai-chat-stream', 'invoke-stream'] as const
const body = 'choices/*/message/tool_calls'
const delta = 'choices/*/delta/tool_calls'

function eachCall(edit: (called: CalledTool) => CalledTool): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => ({
      ...choice,
      toolCalls: choice.toolCalls.map(edit),
    })),
  })
}

/** Who finds a toolUse block that no client can answer. */
const toolUse = {
  also: ['*/event-schema', '*/response-schema'],
  kills: ['converse-tools.*/tool-use'],
  apis: ['converse', 'converse-stream'],
} as const

/** Changes every fragment of a streamed call. */
function inFragments(edit: (fragment: JsonObject, isFirst: boolean) => JsonObject) {
  return inChunks(`${delta}/*`, (fragment) => {
    const object = asObject(fragment)
    return edit(object, asObject(object['function'])['name'] !== undefined)
  })
}

export const toolMutants = [
  mutant(
    'tool-id-missing',
    'A tool call has no id.',
    ['D42', 'Netcatty#1007'],
    { body: inBody(`${body}/*/id`, gone), chunks: inChunks(`${delta}/*/id`, gone) },
    {
      also: ['*/tool-calls', 'tools.named/called'],
      kills: ['tools.named/response-schema', 'tools.named/tool-call-chunks'],
    },
  ),
  mutant(
    'tool-id-empty',
    'The id of a tool call is empty.',
    ['D42', 'nanobot#4059'],
    { body: inBody(`${body}/*/id`, set('')), chunks: inChunks(`${delta}/*/id`, set('')) },
    {
      also: ['*/response-schema', 'tools.named/called'],
      kills: ['tools.named/tool-calls', 'tools.named/tool-call-chunks'],
    },
  ),
  mutant(
    'tool-id-per-fragment',
    'Every fragment of a call has another id.',
    ['D42', 'SillyTavern#5948'],
    {
      chunks: (chunks) => {
        let number = 0
        return inChunks(`${delta}/*`, (fragment) => ({
          ...asObject(fragment),
          id: `call_${(number += 1)}`,
        }))(chunks)
      },
    },
    { kills: ['tools.named/tool-call-chunks'], apis: streamed },
  ),
  mutant(
    'tool-type-missing',
    'A tool call does not say that it is a function.',
    ['OpenAI schema'],
    { body: inBody(`${body}/*/type`, gone) },
    { kills: ['tools.named/response-schema'], apis: whole },
  ),
  mutant(
    'tool-function-missing',
    'A tool call names its function beside itself, not inside function.',
    ['OpenAI schema'],
    {
      body: inBody(`${body}/*`, (called) => {
        const { function: inner, ...rest } = asObject(called)
        return { ...rest, ...asObject(inner) }
      }),
    },
    {
      also: ['*/tool-calls', 'tools.named/called'],
      kills: ['tools.named/response-schema'],
      apis: whole,
    },
  ),
  mutant(
    'tool-index-missing',
    'Fragments do not say which call they belong to.',
    ['D41', 'openai-python#2806'],
    { chunks: inChunks(`${delta}/*/index`, gone) },
    { also: ['*/chunk-schema'], kills: ['tools.named/tool-call-chunks'], apis: streamed },
  ),
  mutant(
    'tool-index-from-one',
    'Calls are counted from 1.',
    ['D41', 'litellm#11407'],
    { chunks: inChunks(`${delta}/*/index`, (index) => Number(index) + 1) },
    { kills: ['tools.named/tool-call-chunks'], apis: streamed },
  ),
  mutant(
    'tool-arguments-object',
    'The arguments are an object, not JSON text.',
    ['OpenAI schema'],
    { body: inBody(`${body}/*/function/arguments`, (text) => JSON.parse(String(text)) as unknown) },
    { kills: ['tools.named/response-schema'], apis: whole },
  ),
  mutant(
    'tool-arguments-cut',
    'The arguments end too early to be JSON.',
    ['D42'],
    { reply: eachCall((called) => ({ ...called, arguments: called.arguments.slice(0, -1) })) },
    {
      also: ['*/tool-call-chunks', 'converse-tools.streamed/called', 'tools.named/called'],
      kills: ['tools.named/tool-calls', 'converse-tools.streamed/tool-use'],
    },
  ),
  mutant(
    'tool-arguments-twice',
    'The arguments are JSON text of JSON text.',
    ['D42', 'litellm#20480'],
    {
      reply: eachCall((called) => ({ ...called, arguments: JSON.stringify(called.arguments) })),
    },
    { also: ['*/tool-call-chunks', 'tools.named/called'], kills: ['tools.named/tool-calls'] },
  ),
  mutant(
    'tool-arguments-empty',
    'The arguments are an empty object, whatever the schema requires.',
    ['TL-01'],
    { reply: eachCall((called) => ({ ...called, arguments: '{}' })) },
    { kills: ['tools.named/called'] },
  ),
  mutant(
    'tool-summary-at-end',
    'A last fragment repeats the whole call.',
    ['D42', 'SillyTavern#5948'],
    {
      chunks: (chunks) => {
        const at = chunks.findIndex(
          (chunk) =>
            typeof chunk !== 'string' &&
            asObject(asArray(chunk['choices'])[0])['finish_reason'] === 'tool_calls',
        )
        const first = chunks.find(
          (chunk) =>
            typeof chunk !== 'string' &&
            asArray(asObject(asObject(asArray(chunk['choices'])[0])['delta'])['tool_calls'])
              .length > 0,
        )
        if (at < 0 || first === undefined) return [...chunks]
        const again = inChunks(`${delta}/*/function/arguments`, set('{"city":"Paris"}'))([first])
        return [...chunks.slice(0, at), ...again, ...chunks.slice(at)]
      },
    },
    { also: ['tools.named/called'], kills: ['tools.named/tool-call-chunks'], apis: streamed },
  ),
  mutant(
    'tool-name-alien',
    'A tool is called that nobody offered.',
    ['TL-01'],
    { reply: eachCall((called) => ({ ...called, name: 'run_shell' })) },
    {
      also: ['*/tool-calls', '*/tool-use'],
      kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice'],
    },
  ),
  mutant(
    'tool-name-in-fragments',
    'Every fragment repeats the name of the tool.',
    ['D42'],
    {
      chunks: (chunks) => {
        let name: unknown
        return inFragments((fragment) => {
          const inner = asObject(fragment['function'])
          name ??= inner['name']
          return { ...fragment, function: { ...inner, name } }
        })(chunks)
      },
    },
    { kills: ['tools.named/tool-call-chunks'], apis: streamed },
  ),
  mutant(
    'tool-arguments-missing',
    'A call has no arguments at all.',
    ['OpenAI schema'],
    { body: inBody(`${body}/*/function/arguments`, gone) },
    {
      also: ['*/tool-calls', 'tools.named/called'],
      kills: ['tools.named/response-schema'],
      apis: whole,
    },
  ),
  mutant(
    'tool-call-of-old',
    'A call comes as function_call, as before tools existed.',
    ['TL-02'],
    {
      body: inBody('choices/*/message', (message) => {
        const { tool_calls: calls, ...rest } = asObject(message)
        const [first] = asArray(calls)
        return first === undefined
          ? message
          : { ...rest, function_call: asObject(first)['function'] }
      }),
    },
    { also: ['*/finish-consistent'], kills: ['rule:openai.tool-calls'], apis: ['openai-chat'] },
  ),
  mutant(
    'tool-call-in-text',
    'A call comes as text.',
    ['TL-02', 'llama.cpp'],
    {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => {
          const [called] = choice.toolCalls
          if (called === undefined) return choice
          const text = `{"name":"${called.name}","parameters":${called.arguments}}`
          return { ...choice, text, toolCalls: [], finish: 'stop' as const }
        }),
      }),
    },
    { kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice'] },
  ),
  mutant(
    'tool-choice-named-ignored',
    'A named tool is not called.',
    ['D45'],
    {
      request: (request) => {
        const object = asObject(request)
        const config = asObject(object['toolConfig'])
        if (config['toolChoice'] !== undefined) {
          return { ...object, toolConfig: undefined }
        }
        return typeof object['tool_choice'] === 'object'
          ? { ...object, tool_choice: 'none' }
          : request
      },
    },
    { kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice'] },
  ),
  mutant(
    'tool-calls-not-a-list',
    'One call stands in place of a list of calls.',
    ['OpenAI schema'],
    inBoth(body, (calls) => asArray(calls)[0]),
    {
      also: ['*/finish-consistent', 'tools.named/called'],
      kills: ['tools.named/response-schema'],
      apis: whole,
    },
  ),
  mutant(
    'converse-tool-without-name',
    'A toolUse block has no name.',
    ['CV-12'],
    {
      body: inBody('output/message/content/*/toolUse/name', gone),
      events: inEvents('contentBlockStart', 'start/toolUse/name', gone),
    },
    {
      ...toolUse,
      also: [
        ...toolUse.also,
        'converse-tools.round-trip/call.called',
        'converse-tools.streamed/called',
      ],
    },
  ),
  mutant(
    'converse-tool-without-id',
    'A toolUse block has no id.',
    ['CV-12'],
    {
      body: inBody('output/message/content/*/toolUse/toolUseId', gone),
      events: inEvents('contentBlockStart', 'start/toolUse/toolUseId', gone),
    },
    {
      ...toolUse,
      also: [
        ...toolUse.also,
        'converse-tools.round-trip/call.called',
        'converse-tools.streamed/called',
      ],
    },
  ),
  mutant(
    'converse-tool-id-too-long',
    'The id of a toolUse block has 70 characters.',
    ['CV-13'],
    {
      body: inBody('output/message/content/*/toolUse/toolUseId', set('x'.repeat(70))),
      events: inEvents('contentBlockStart', 'start/toolUse/toolUseId', set('x'.repeat(70))),
    },
    toolUse,
  ),
  mutant(
    'converse-tool-id-with-blank',
    'The id of a toolUse block has a blank in it.',
    ['CV-13'],
    {
      body: inBody('output/message/content/*/toolUse/toolUseId', set('tool use 1')),
      events: inEvents('contentBlockStart', 'start/toolUse/toolUseId', set('tool use 1')),
    },
    toolUse,
  ),
  mutant(
    'converse-tool-input-text',
    'The input of a toolUse block is JSON text, not JSON.',
    ['CV-12'],
    { body: inBody('output/message/content/*/toolUse/input', (input) => JSON.stringify(input)) },
    {
      also: ['converse-tools.round-trip/call.called'],
      kills: ['converse-tools.round-trip/tool-use'],
      apis: ['converse'],
    },
  ),
  mutant(
    'converse-tool-input-object',
    'In a stream the input of a tool comes as an object, not as fragments of text.',
    ['CS-12'],
    {
      events: inEvents('contentBlockDelta', 'delta/toolUse/input', set({ city: 'Paris' })),
    },
    {
      also: ['*/tool-use', 'converse-tools.streamed/called'],
      kills: ['converse-tools.streamed/event-schema'],
      apis: ['converse-stream'],
    },
  ),
  mutant(
    'converse-tool-without-start',
    'A tool call begins without contentBlockStart.',
    ['CS-12', 'D67'],
    {
      events: (events) =>
        events.filter((event) => event.kind === 'error' || event.type !== 'contentBlockStart'),
    },
    {
      also: ['*/stop-reason', 'converse-tools.streamed/called'],
      kills: ['converse-tools.streamed/block-order'],
      apis: ['converse-stream'],
    },
  ),
  mutant(
    'converse-stops-before-tool',
    'A tool is called and the message says end_turn.',
    ['D01'],
    {
      body: inBody('stopReason', (reason) => (reason === 'tool_use' ? 'end_turn' : reason)),
      events: inEvents('messageStop', 'stopReason', (reason) =>
        reason === 'tool_use' ? 'end_turn' : reason,
      ),
    },
    { kills: ['*/stop-reason', '*/stops-for-the-tool'], apis: ['converse', 'converse-stream'] },
  ),
  mutant(
    'converse-tool-stop-without-tool',
    'A message without any tool call says tool_use.',
    ['CV-02'],
    {
      body: inBody('stopReason', set('tool_use')),
      events: inEvents('messageStop', 'stopReason', set('tool_use')),
    },
    { kills: ['*/stop-reason'], apis: ['converse', 'converse-stream'] },
  ),
]
