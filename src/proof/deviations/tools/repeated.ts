/** Of several calls in one answer, each has the arguments of the first. */
import type { Deviation } from '../../../reference/deviation.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { apis } from '../scopes.ts'

function withFirstArguments(reply: Reply): Reply {
  return {
    ...reply,
    choices: reply.choices.map((choice) => ({
      ...choice,
      toolCalls: choice.toolCalls.map((called, _, [first = called]) => ({
        ...called,
        arguments: called.name === first.name ? first.arguments : called.arguments,
      })),
    })),
  }
}

export const toolsRepeated: readonly Deviation[] = [
  { name: 'chat', on: apis.chat, kills: ['tool-choice.two-cities/own-arguments'] },
  { name: 'responses', on: apis.responses, kills: ['tool-choice.two-cities/own-arguments'] },
  {
    name: 'messages',
    on: apis.messagesStreams,
    kills: ['tool-choice.two-cities-messages/own-arguments'],
  },
].map(({ name, on, kills }) => ({
  id: `tool-arguments-of-first-${name}`,
  kind: 'mutant',
  about: `All calls of an answer have the arguments of the first (${name}).`,
  seen: ['TL-06'],
  apis: on,
  kills,
  hooks: { reply: withFirstArguments },
}))
