/** Tools and tool choice are ignored. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { withMembers, without } from '../edits/members.ts'
import { inBody, inBoth } from '../edits/path.ts'
import { asking, eachMessage, replacing } from '../requests/edits.ts'
import { apis } from '../scopes.ts'
import { callsInMessage } from './edits.ts'

export const toolsChoice: readonly Deviation[] = [
  {
    id: 'tools-dropped',
    kind: 'mutant',
    about: 'Tools are dropped before the model sees them.',
    seen: ['D46'],
    kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice', 'tool-choice.*/called'],
    also: ['token-counts.invoke-body/*', '*/every-tool-counted', '*/prompt-grows', '*/echo'],
    hooks: {
      request: (request) => without(request, 'tools', 'tool_choice', 'toolConfig'),
    },
  },
  {
    id: 'format-dropped-beside-tools',
    kind: 'mutant',
    about: 'The format of the answer is dropped where tools are offered.',
    seen: ['SO-02'],
    apis: apis.chat,
    kills: ['structured.with-tools/fits'],
    hooks: {
      request: (request) =>
        'tools' in asObject(request) ? without(request, 'response_format') : request,
    },
  },
  {
    id: 'tool-choice-none-ignored',
    kind: 'mutant',
    about: 'Tool choice `none` is ignored.',
    seen: ['D45'],
    kills: ['tool-choice.required/not-called'],
    hooks: {
      request: (request) =>
        asObject(request)['tool_choice'] === 'none'
          ? withMembers(request, { tool_choice: 'required' })
          : request,
    },
  },
  ...[
    { id: 'tool-choice-dropped-in-chat', on: apis.chatWhole, where: 'whole chat completions' },
    { id: 'tool-choice-dropped-in-streams', on: apis.chatStreams, where: 'chat streams' },
    { id: 'tool-choice-dropped-in-responses', on: apis.responses, where: 'Responses' },
    { id: 'tool-choice-dropped-in-messages', on: apis.anthropic, where: 'Messages' },
    { id: 'tool-choice-dropped-in-invoke', on: apis.invoke, where: 'InvokeModel' },
    { id: 'tool-choice-dropped-in-converse', on: apis.converseWhole, where: 'Converse' },
    {
      id: 'tool-choice-dropped-in-converse-streams',
      on: apis.converseStreams,
      where: 'ConverseStream',
    },
  ].map(({ id, on, where }): Deviation => ({
    id,
    kind: 'mutant',
    about: `The tool choice of ${where} is dropped.`,
    seen: ['D46'],
    apis: on,
    kills: ['tool-forced.*/called'],
    also: ['tool-*', 'tools.*', 'converse-tools.*', 'messages.*', 'responses*', '*/echo'],
    hooks: {
      request: (request) => {
        const rest = asObject(without(request, 'tool_choice'))
        const config = rest['toolConfig']
        return isObject(config) ? { ...rest, toolConfig: without(config, 'toolChoice') } : rest
      },
    },
  })),
  {
    id: 'tool-choice-none-ignored-in-streams',
    kind: 'mutant',
    about: 'Tool choice `none` is ignored in streams and on InvokeModel.',
    seen: ['D45'],
    apis: [...apis.chatStreams, ...apis.invoke],
    kills: ['tool-forced.none/not-called'],
    hooks: {
      request: (request) =>
        asObject(request)['tool_choice'] === 'none'
          ? withMembers(request, { tool_choice: 'auto' })
          : request,
    },
  },
  {
    id: 'one-call-at-a-time',
    kind: 'mutant',
    about: 'At most one tool is called in an answer.',
    seen: ['TL-06'],
    apis: apis.chat,
    kills: ['tool-choice.two-cities/two-calls'],
    hooks: asking((request) => ({ ...request, parallel_tool_calls: false })),
  },
  {
    id: 'tool-results-dropped',
    kind: 'mutant',
    about: 'Results of tools are replaced by {}.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-choice.result/result-used'],
    // What a long result lacks shows in the count, too.
    also: ['*/usage'],
    hooks: asking((request) =>
      eachMessage(request, (message) =>
        message['role'] === 'tool' ? { ...message, content: '{}' } : message,
      ),
    ),
  },
  {
    id: 'arguments-made-up',
    kind: 'mutant',
    about: 'A tool without parameters is called with an argument.',
    seen: ['TL-08'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['tool-choice.odd-name/no-arguments', 'tool-choice.odd-name-responses/no-arguments'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          toolCalls: choice.toolCalls.map((made) => ({
            ...made,
            arguments: made.arguments === '{}' ? '{"timezone":"UTC"}' : made.arguments,
          })),
        })),
      }),
    },
  },
  {
    id: 'parallel-calls-forced',
    kind: 'mutant',
    about: 'Several tools are called although the client allowed one.',
    seen: ['openai parallel_tool_calls'],
    apis: apis.chatWhole,
    kills: ['tool-choice.one-at-a-time/one-call'],
    hooks: {
      request: (request) =>
        asObject(request)['parallel_tool_calls'] === false
          ? withMembers(request, { parallel_tool_calls: true })
          : request,
    },
  },
  {
    id: 'parallel-calls-forced-in-responses',
    kind: 'mutant',
    about: 'Several tools are called in a Response although the client allowed one.',
    seen: ['openai parallel_tool_calls'],
    apis: apis.responsesWhole,
    kills: ['tool-choice.one-at-a-time/one-call'],
    also: ['*/echo'],
    hooks: asking(({ parallel_tool_calls: _, ...request }) => request),
  },
  {
    id: 'parallel-calls-forced-in-messages',
    kind: 'mutant',
    about: 'disable_parallel_tool_use is dropped.',
    seen: ['AM-04'],
    apis: apis.anthropic,
    kills: ['tool-choice.one-at-a-time-messages/one-call'],
    hooks: asking((request) =>
      replacing(request, 'tool_choice', (choice) => without(choice, 'disable_parallel_tool_use')),
    ),
  },
  {
    id: 'tool-call-of-old',
    kind: 'mutant',
    about: 'A call is a function_call, the deprecated form.',
    seen: ['TL-02'],
    apis: apis.chatWhole,
    kills: ['rule:openai.tool-calls'],
    also: ['*/finish-consistent', '*/all-came'],
    hooks: {
      body: inBody('choices/*/message', (message) => {
        const { tool_calls: calls, ...rest } = asObject(message)
        const [first] = asArray(calls)
        return first === undefined
          ? message
          : { ...rest, function_call: asObject(first)['function'] }
      }),
    },
  },
  {
    id: 'tool-call-in-text',
    kind: 'mutant',
    about: 'A call is written in the text.',
    seen: ['TL-02', 'llama.cpp'],
    kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice'],
    hooks: {
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
  },
  {
    id: 'tool-choice-named-ignored',
    kind: 'mutant',
    about: 'A named tool is not called.',
    seen: ['D45'],
    kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice'],
    also: ['*/every-tool-counted', '*/echo'],
    hooks: {
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
  },
  {
    id: 'tool-calls-not-a-list',
    kind: 'mutant',
    about: '`tool_calls` is one call instead of a list.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['tools.named/response-schema'],
    also: ['*/finish-consistent', 'tools.named/called', '*/all-came'],
    hooks: inBoth(callsInMessage, (calls) => asArray(calls)[0]),
  },
  {
    id: 'long-tool-names-refused',
    kind: 'mutant',
    about: 'Names of tools with more than 32 characters are refused.',
    seen: ['TL-08'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['tool-choice.odd-name*/status'],
    also: ['tool-choice.odd-name*/*'],
    hooks: asking((request) =>
      JSON.stringify(request['tools'] ?? null).match(/"name":"[^"]{33,}"/u)
        ? refuse(400, 'bad-request', 'The name of a tool is too long.')
        : request,
    ),
  },
  {
    id: 'long-tool-names-cut',
    kind: 'mutant',
    about: 'Names of tools are cut after 32 characters.',
    seen: ['TL-08'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['tool-choice.odd-name*/called'],
    also: ['tool-choice.odd-name*/*'],
    hooks: asking((request) => {
      const text = JSON.stringify(request)
      return JSON.parse(text.replaceAll(/("name":"[^"]{32})[^"]+"/gu, '$1"')) as unknown
    }),
  },
]
