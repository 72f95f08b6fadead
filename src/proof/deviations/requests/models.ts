/** What some models of Converse do not take, and what no model refuses. */
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'

/** Hooks that refuse with this message what is asked for. */
function refusing(message: string, asked: (request: JsonObject) => boolean): Hooks {
  return {
    request: (request) =>
      asked(asObject(request)) ? refuse(400, 'bad-request', message) : request,
  }
}

/** Systems of a request of Converse, or of the one that CountTokens counts. */
function hasSystem({ system, input }: JsonObject): boolean {
  return asArray(system ?? asObject(asObject(input)['converse'])['system']).length > 0
}

function someContent(request: JsonObject, holds: (blocks: readonly JsonObject[]) => boolean) {
  return asArray(request['messages']).some((message) =>
    holds(asArray(asObject(message)['content']).map(asObject)),
  )
}

export const requestsOfModels: readonly Deviation[] = [
  {
    id: 'system-prompts-lacking',
    kind: 'oddity',
    about: 'The models take no system prompts, and say so.',
    seen: ['CV-05'],
    apis: [...apis.converse, 'count-tokens'],
    sees: [
      'chat.developer-and-user/*',
      'twins.*',
      'converse-answers.*',
      'memory.*',
      'tool-history.*',
    ],
    hooks: refusing(
      "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
      hasSystem,
    ),
  },
  {
    id: 'system-prompts-misread',
    kind: 'mutant',
    about: 'System prompts are refused, because a text is expected in place of the list.',
    seen: ['CV-05'],
    apis: apis.converse,
    kills: ['chat.developer-and-user/refused'],
    also: ['*/refused', '*/accepted'],
    hooks: refusing('#/system: expected type: String, found: JSONArray', hasSystem),
  },
  {
    id: 'text-beside-results-refused',
    kind: 'oddity',
    about: 'Text beside results of tools is refused, as models of Mistral do.',
    seen: ['langchain-aws#141'],
    apis: apis.converse,
    sees: ['tool-history.*', 'converse-tools.*'],
    hooks: refusing(
      'Conversation blocks and tool result blocks cannot be provided in the same turn.',
      (request) =>
        someContent(
          request,
          (blocks) =>
            blocks.some((block) => 'toolResult' in block) &&
            blocks.some((block) => 'text' in block),
        ),
    ),
  },
  {
    id: 'results-as-json-refused',
    kind: 'oddity',
    about: 'Results of tools as JSON are refused, as some models do.',
    seen: ['CV-12'],
    apis: apis.converse,
    sees: ['tool-history.*', 'converse-tools.*'],
    hooks: refusing(
      "This model doesn't support the toolResult.content.json field. Remove toolResult.content.json and try again.",
      (request) =>
        someContent(request, (blocks) =>
          blocks.some((block) =>
            asArray(asObject(block['toolResult'])['content']).some(
              (part) => 'json' in asObject(part),
            ),
          ),
        ),
    ),
  },
  {
    id: 'native-tools-lacking',
    kind: 'oddity',
    about: 'The models take no tools on Converse, and say so.',
    seen: ['CV-12'],
    apis: [...apis.converse, 'count-tokens'],
    sees: ['token-counts.*', 'converse-tools.*', 'tool-forced.*', 'tool-history.*'],
    hooks: refusing("This model doesn't support tool use.", ({ toolConfig, input }) =>
      isObject(toolConfig ?? asObject(asObject(input)['converse'])['toolConfig']),
    ),
  },
  {
    id: 'named-tools-refused',
    kind: 'oddity',
    about: 'A choice of one tool is refused on Converse, as some models do that can choose.',
    seen: ['CV-12'],
    apis: apis.converse,
    sees: ['converse-tools.*', 'tool-forced.*', 'tool-characters.*'],
    hooks: refusing(
      "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again.",
      ({ toolConfig }) => isObject(asObject(asObject(toolConfig)['toolChoice'])['tool']),
    ),
  },
  {
    id: 'demanded-tools-refused',
    kind: 'oddity',
    about: 'Demands for any tool are refused on Converse, as some models do that can choose.',
    seen: ['CV-12'],
    apis: apis.converse,
    sees: ['converse-tools.*', 'tool-forced.*', 'tool-characters.*'],
    hooks: refusing(
      "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
      ({ toolConfig }) => isObject(asObject(asObject(toolConfig)['toolChoice'])['any']),
    ),
  },
  {
    id: 'forced-tools-refused',
    kind: 'oddity',
    about: 'A demand for any tool, or for one, is refused in Anthropic’s form, as Opus 5.5 does.',
    seen: ['CV-12'],
    apis: apis.messages,
    sees: ['invoke-families.*', 'messages.*', 'tool-forced.*', 'tool-choice.*', 'tool-history.*'],
    hooks: refusing(
      'tool_choice: type "tool" and "any" are not supported for this model.',
      ({ tool_choice: choice }) => ['any', 'tool'].includes(String(asObject(choice)['type'])),
    ),
  },
  {
    id: 'forced-choices-refused',
    kind: 'oddity',
    about:
      'A demand for any tool, or for one, is refused on OpenAI’s APIs, as models that reason do.',
    seen: ['TL-03', 'aws-samples responses'],
    apis: [...apis.chatAndInvoke, ...apis.responses],
    sees: [
      'responses.*',
      'tools.*',
      'tool-forced.*',
      'tool-choice.*',
      'tool-history.*',
      'tool-characters.*',
    ],
    hooks: refusing(
      'tool_choice is not supported for this model but auto.',
      ({ tool_choice: choice }) => choice === 'required' || asObject(choice)['type'] === 'function',
    ),
  },
  {
    id: 'native-stops-refused',
    kind: 'oddity',
    about: 'Stop sequences are refused on Converse, as gpt-oss does.',
    seen: ['D65'],
    apis: apis.converse,
    sees: ['converse-answers.stop-sequence/*', 'twins.stop/*'],
    hooks: refusing(
      "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
      ({ inferenceConfig }) => asArray(asObject(inferenceConfig)['stopSequences']).length > 0,
    ),
  },
]
