/** Members of tool calls are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { gone, inBody, inChunks, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { callsInDelta, callsInMessage, eachCall, eachValue, recounted } from './edits.ts'

export const toolsCalls: readonly Deviation[] = [
  {
    id: 'tool-id-missing',
    kind: 'mutant',
    about: 'A tool call has no id.',
    seen: ['D42', 'Netcatty#1007'],
    kills: ['tools.named/response-schema', 'tools.named/tool-call-chunks'],
    also: ['*/tool-calls', 'tools.named/called', 'tools.named/all-came'],
    hooks: {
      body: inBody(`${callsInMessage}/*/id`, gone),
      chunks: inChunks(`${callsInDelta}/*/id`, gone),
    },
  },
  {
    id: 'tool-id-empty',
    kind: 'mutant',
    about: 'The id of a tool call is empty.',
    seen: ['D42', 'nanobot#4059'],
    kills: ['tools.named/tool-calls', 'tools.named/tool-call-chunks'],
    also: ['*/response-schema', 'tools.named/called'],
    hooks: {
      body: inBody(`${callsInMessage}/*/id`, set('')),
      chunks: inChunks(`${callsInDelta}/*/id`, set('')),
    },
  },
  {
    id: 'tool-type-missing',
    kind: 'mutant',
    about: 'A tool call has no `type`.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['tools.named/response-schema'],
    hooks: { body: inBody(`${callsInMessage}/*/type`, gone) },
  },
  {
    id: 'tool-function-missing',
    kind: 'mutant',
    about: 'The name and arguments of a tool call are not inside `function`.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['tools.named/response-schema'],
    also: ['*/tool-calls', 'tools.named/called', 'tools.named/all-came'],
    hooks: {
      body: inBody(`${callsInMessage}/*`, (called) => {
        const { function: inner, ...rest } = asObject(called)
        return { ...rest, ...asObject(inner) }
      }),
    },
  },
  {
    id: 'tool-arguments-object',
    kind: 'mutant',
    about: 'The arguments are an object instead of a string of JSON.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['tools.named/response-schema'],
    hooks: {
      body: inBody(
        `${callsInMessage}/*/function/arguments`,
        (text) => JSON.parse(String(text)) as unknown,
      ),
    },
  },
  {
    id: 'tool-arguments-cut',
    kind: 'mutant',
    about: 'The arguments are cut JSON.',
    seen: ['D42'],
    kills: [
      'tools.named/arguments-json',
      'tool-forced.named/arguments-json',
      'converse-tools.streamed/tool-use',
    ],
    also: [
      '*/message-schema',
      '*/tool-calls',
      'converse-tools.streamed/called',
      'tools.named/called',
      'tool-forced.named/called',
    ],
    hooks: {
      reply: eachCall((called) => ({ ...called, arguments: called.arguments.slice(0, -1) })),
    },
  },
  {
    id: 'tool-arguments-twice',
    kind: 'mutant',
    about: 'The arguments are encoded as JSON twice.',
    seen: ['D42', 'litellm#20480'],
    kills: ['tools.named/tool-calls'],
    also: ['*/message-schema', '*/tool-call-chunks', 'tools.named/called'],
    hooks: {
      reply: eachCall((called) => ({ ...called, arguments: JSON.stringify(called.arguments) })),
    },
  },
  {
    id: 'tool-arguments-empty',
    kind: 'mutant',
    about: 'The arguments are an empty object, whatever the schema requires.',
    seen: ['TL-01'],
    kills: ['tools.named/called'],
    also: ['*/tool-calls', '*/all-came'],
    hooks: { reply: eachCall((called) => ({ ...called, arguments: '{}' })) },
  },
  {
    id: 'tool-name-alien',
    kind: 'mutant',
    about: 'A tool that was not offered is called.',
    seen: ['TL-01'],
    kills: ['rule:openai.tool-calls', 'rule:bedrock.converse.tool-choice'],
    also: ['*/tool-calls', '*/tool-use'],
    hooks: { reply: eachCall((called) => ({ ...called, name: 'run_shell' })) },
  },
  {
    id: 'tool-arguments-missing',
    kind: 'mutant',
    about: 'A call has no arguments.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['tools.named/response-schema'],
    also: ['*/tool-calls', 'tools.named/called', 'tools.named/all-came'],
    hooks: { body: inBody(`${callsInMessage}/*/function/arguments`, gone) },
  },
  {
    id: 'argument-values-as-text',
    kind: 'mutant',
    about: 'Numbers and booleans in arguments are text, as where a parser knows no schema.',
    seen: ['TL-05'],
    kills: ['*/arguments-kept'],
    also: ['*/tool-calls'],
    hooks: {
      reply: eachValue((value) =>
        typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
      ),
    },
  },
  {
    id: 'argument-marks-lost',
    kind: 'mutant',
    about: 'Quotes and backslashes in the texts of arguments are read as those of JSON, and lost.',
    seen: ['TL-05'],
    kills: ['*/arguments-kept'],
    also: ['*/tool-calls', '*/as-asked'],
    hooks: {
      reply: eachCall((called) => ({
        ...called,
        arguments: called.arguments.replaceAll(/\\["\\]/gu, ''),
      })),
    },
  },
  {
    id: 'argument-objects-as-text',
    kind: 'mutant',
    about: 'Objects and lists in arguments are JSON as text.',
    seen: ['TL-05'],
    kills: ['*/arguments-kept'],
    also: ['*/tool-calls'],
    hooks: {
      reply: eachValue((value) => (typeof value === 'object' ? JSON.stringify(value) : value)),
    },
  },
  {
    id: 'tool-calls-doubled',
    kind: 'mutant',
    about: 'Each call comes twice, under ids of their own.',
    seen: ['TL-06'],
    kills: ['*/called-once'],
    also: ['*/one-call'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          toolCalls: choice.toolCalls.flatMap((called) => [
            called,
            { ...called, id: `z${called.id.slice(1)}` },
          ]),
        })),
      }),
    },
  },
  {
    id: 'tool-names-in-lower-case',
    kind: 'mutant',
    about: 'The name of the called tool is in lower case.',
    seen: ['TL-08'],
    kills: ['tool-characters.*/as-asked', 'tool-forced.named*/called'],
    also: ['*/tool-calls', '*/called', '*/tool-use', '*/no-arguments'],
    hooks: { reply: eachCall((called) => ({ ...called, name: called.name.toLowerCase() })) },
  },
  {
    id: 'arguments-of-text-alone',
    kind: 'oddity',
    about: 'The model leaves out every argument that is no text.',
    seen: ['OpenAI schema'],
    sees: ['tool-forced.*', 'tools.named/*', '*/tool-calls'],
    // JSON has no undefined.
    hooks: {
      reply: recounted(eachValue((value) => (typeof value === 'string' ? value : undefined))),
    },
  },
]
