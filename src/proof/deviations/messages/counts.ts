/** Token counts are wrong: those of Anthropic's count_tokens and of Bedrock's CountTokens. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { parseJson } from '../../../model/json/shape.ts'
import { eachMessage } from '../converse/edits.ts'
import { atPath, gone, inBody, set } from '../edits/path.ts'
import { without } from '../edits/members.ts'
import { apis } from '../scopes.ts'

/** Either API spells the member its own way. */
function counted(edit: (count: unknown) => unknown) {
  const bedrock = inBody('inputTokens', edit)
  const anthropic = inBody('input_tokens', edit)
  return {
    body: (body: unknown, call: Parameters<typeof bedrock>[1]) =>
      anthropic(bedrock(body, call), call),
  }
}

const suite = ['message-counts.*/*', 'token-counts.*/*', 'converse-answers.count-tokens/*']

export const messagesCounts: readonly Deviation[] = [
  {
    id: 'count-missing',
    kind: 'mutant',
    about: 'A count has no number.',
    seen: ['AM-06'],
    apis: apis.counts,
    kills: ['*/count-schema'],
    also: suite,
    hooks: counted(gone),
  },
  {
    id: 'count-text',
    kind: 'mutant',
    about: 'A count is text.',
    seen: ['AM-06'],
    apis: apis.counts,
    kills: ['*/count-schema'],
    also: suite,
    hooks: counted((count) => String(count)),
  },
  {
    id: 'count-negative',
    kind: 'mutant',
    about: 'A count is below zero.',
    seen: ['AM-06'],
    apis: apis.counts,
    kills: ['*/count-schema'],
    also: suite,
    hooks: counted(set(-5)),
  },
  {
    id: 'count-fixed',
    kind: 'mutant',
    about: 'Every request is counted alike.',
    seen: ['bifrost#2169'],
    apis: apis.counts,
    kills: ['message-counts.as-usage/counts-more', 'token-counts.as-usage/counts-more'],
    also: suite,
    hooks: counted(set(12)),
  },
  {
    id: 'count-of-bytes',
    kind: 'mutant',
    about: 'The bytes of a request are counted in place of its tokens.',
    seen: ['bifrost#2169'],
    apis: apis.counts,
    kills: ['message-counts.as-usage/as-counted', 'token-counts.as-usage/as-counted'],
    also: suite,
    hooks: {
      body: (body, call) => counted(() => call.body.length)['body'](body, call),
    },
  },
  {
    id: 'count-without-tools',
    kind: 'mutant',
    about: 'Tools are not counted.',
    seen: ['AM-06'],
    apis: ['anthropic-count-tokens'],
    kills: ['message-counts.as-usage/as-counted'],
    also: suite,
    hooks: { request: (request) => without(request, 'tools', 'tool_choice') },
  },
  {
    id: 'native-results-uncounted',
    kind: 'mutant',
    about: 'CountTokens leaves out calls of tools and their results.',
    seen: ['CV-16'],
    apis: ['count-tokens'],
    kills: ['token-counts.as-usage/tools.as-counted'],
    also: suite,
    hooks: {
      request: (request) =>
        atPath(request, 'input/converse/messages', (messages) =>
          asArray(messages).filter((message) =>
            asArray(asObject(message)['content']).some((block) => 'text' in asObject(block)),
          ),
        ),
    },
  },
  {
    id: 'native-results-not-counted',
    kind: 'mutant',
    about: 'CountTokens takes no results of tools, which Converse takes.',
    seen: ['CV-16'],
    apis: ['count-tokens'],
    kills: ['token-counts.as-usage/count-tools.accepted'],
    also: suite,
    hooks: {
      request: (request) =>
        JSON.stringify(request ?? null).includes('"toolResult"')
          ? refuse(400, 'bad-request', 'messages.2.content.0: list index out of range')
          : request,
    },
  },
  {
    id: 'count-without-calls',
    kind: 'mutant',
    about: 'Calls and their results are not counted.',
    seen: ['AM-06'],
    apis: ['anthropic-count-tokens'],
    kills: ['message-counts.as-usage/tools.as-counted'],
    also: suite,
    hooks: {
      request: (request) =>
        eachMessage(request, (message) => {
          const { content } = message
          if (!Array.isArray(content)) return message
          const kept = content.filter(
            (block) => !String(asObject(block)['type']).startsWith('tool_'),
          )
          return { ...message, content: kept.length === 0 ? '-' : kept }
        }),
    },
  },
  {
    id: 'count-of-body-without-system',
    kind: 'mutant',
    about: 'Of a body of InvokeModel the messages alone are counted.',
    seen: ['CV-16'],
    apis: apis.countTokens,
    kills: ['token-counts.invoke-body/as-counted'],
    hooks: {
      request: (request) =>
        atPath(request, 'input/invokeModel/body', (body) => {
          const json = parseJson(Buffer.from(String(body), 'base64').toString('utf8'))
          const text = JSON.stringify(without(json, 'system', 'tools'))
          return Buffer.from(text).toString('base64')
        }),
    },
  },
  {
    id: 'count-as-text',
    kind: 'mutant',
    about: 'A count is called plain text.',
    seen: ['AM-06'],
    apis: apis.counts,
    kills: ['*/content-type'],
    hooks: {
      headers: (headers, call) =>
        headers.map(([name, value]) =>
          call.failure === undefined && name.toLowerCase() === 'content-type'
            ? [name, 'text/plain']
            : [name, value],
        ),
    },
  },
  {
    id: 'count-cut',
    kind: 'mutant',
    about: 'The JSON of a count lacks its last bracket.',
    seen: ['AM-06'],
    apis: apis.counts,
    kills: ['*/json'],
    also: suite,
    hooks: { text: (text, call) => (call.failure ? text : text.slice(0, -1)) },
  },
]
