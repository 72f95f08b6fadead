/** The ids of tool calls are those of other answers. */
import type { Deviation } from '../../../reference/deviation.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { apis } from '../scopes.ts'

/** Ids are positions, which every answer has. */
function withCountedCalls(reply: Reply): Reply {
  return {
    ...reply,
    choices: reply.choices.map((choice) => ({
      ...choice,
      toolCalls: choice.toolCalls.map((called, at) => ({ ...called, id: `${at}` })),
    })),
  }
}

export const toolsIds: readonly Deviation[] = [
  { name: 'chat', on: apis.chat, kills: ['tool-choice.required/own-call-ids'] },
  { name: 'messages', on: apis.messages, kills: ['messages.tool-round-trip/own-call-ids'] },
  {
    name: 'converse',
    on: apis.converse,
    kills: ['converse-tools.round-trip/own-call-ids', 'converse-tools.streamed/own-call-ids'],
  },
].map(({ name, on, kills }) => ({
  id: `tool-ids-repeated-${name}`,
  kind: 'mutant',
  about: `The calls of every answer are counted from 0 instead of having ids of their own (${name}).`,
  seen: ['fireconnect#16'],
  apis: on,
  kills,
  hooks: { reply: withCountedCalls },
}))
