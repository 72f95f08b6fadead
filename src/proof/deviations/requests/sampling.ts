/** Sampling parameters are ignored or inverted. */
import type { Deviation } from '../../../reference/deviation.ts'
import { withMembers, without } from '../edits/members.ts'
import { sentIn } from '../edits/sent.ts'
import { apis } from '../scopes.ts'
import { asking, replacing } from './edits.ts'

/** The effort `none` has no effect. */
const noneIgnored = asking((request) =>
  request['reasoning_effort'] === 'none' ? without(request, 'reasoning_effort') : request,
)

export const requestsSampling: readonly Deviation[] = [
  {
    id: 'n-ignored',
    kind: 'mutant',
    about: '`n` is ignored.',
    seen: ['D53'],
    kills: ['chance.two-choices/two'],
    also: ['*/choices'],
    hooks: {
      request: (request) => without(request, 'n'),
    },
  },
  {
    id: 'logprobs-ignored',
    kind: 'mutant',
    about: '`logprobs` is ignored.',
    seen: ['SP-08'],
    kills: ['assert:logprobs*'],
    hooks: {
      request: (request) => without(request, 'logprobs', 'top_logprobs'),
    },
  },
  {
    id: 'format-ignored',
    kind: 'mutant',
    about: '`response_format` is ignored.',
    seen: ['D48', 'webai#191'],
    kills: ['rule:openai.response-format'],
    hooks: {
      request: (request) => without(request, 'response_format'),
    },
  },
  {
    id: 'effort-ignored',
    kind: 'mutant',
    about: '`reasoning_effort` has no effect.',
    seen: ['RZ-03', 'D39'],
    apis: apis.chat,
    kills: ['effort.matters/more-tokens'],
    also: ['effort.newer/unreasoned'],
    hooks: asking((request) => without(request, 'reasoning_effort')),
  },
  {
    id: 'effort-none-ignored',
    kind: 'mutant',
    about: 'The model reasons as ever where the request has `reasoning_effort: none`.',
    seen: ['RZ-03'],
    apis: apis.chat,
    kills: ['effort.newer/unreasoned'],
    hooks: noneIgnored,
  },
  {
    id: 'effort-none-hidden',
    kind: 'mutant',
    about: 'With `reasoning_effort: none` the model reasons and does not show it; it is counted.',
    seen: ['RZ-03'],
    apis: apis.chat,
    kills: ['effort.newer/unreasoned'],
    hooks: {
      ...noneIgnored,
      reply: (reply, call) =>
        sentIn(call)['reasoning_effort'] === 'none'
          ? { ...reply, choices: reply.choices.map((one) => ({ ...one, reasoning: '' })) }
          : reply,
    },
  },
  {
    id: 'temperature-inverted',
    kind: 'mutant',
    about: 'A low temperature gives varied answers and a high one does not.',
    seen: ['SP-03'],
    apis: apis.chat,
    kills: ['chance.temperature/less-varied'],
    hooks: asking((request) =>
      replacing(request, 'temperature', (temperature) => (Number(temperature) < 0.5 ? 1 : 0)),
    ),
  },
  {
    id: 'nucleus-inverted',
    kind: 'mutant',
    about: 'A low top_p gives varied answers, and no top_p gives one.',
    seen: ['SP-03'],
    apis: apis.chat,
    kills: ['chance.temperature/less-varied'],
    hooks: asking((request) =>
      request['top_p'] === undefined
        ? { ...request, temperature: 0 }
        : { ...request, top_p: 1, temperature: 1 },
    ),
  },
  {
    id: 'n-always-two',
    kind: 'mutant',
    about: 'Every answer has two choices.',
    seen: ['D53'],
    apis: apis.chat,
    kills: ['*/choices'],
    hooks: {
      request: (request, call) =>
        call.api === 'openai-chat' || call.api === 'openai-chat-stream'
          ? withMembers(request, { n: 2 })
          : request,
    },
  },
]
