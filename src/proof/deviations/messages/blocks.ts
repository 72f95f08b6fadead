/** Blocks of a Messages request never reach the model. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { firstSystemBlock, messages } from '../requests/edits.ts'
import { apis } from '../scopes.ts'

export const messagesBlocks: readonly Deviation[] = [
  {
    id: 'message-system-blocks-dropped',
    kind: 'mutant',
    about: 'A system prompt in blocks is dropped.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.blocks/same-prompt'],
    hooks: {
      request: (request) =>
        Array.isArray(asObject(request)['system']) ? without(request, 'system') : request,
    },
  },
  {
    id: 'message-second-system-block-dropped',
    kind: 'mutant',
    about: 'Only the first system block of a message reaches the model.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.blocks/same-prompt'],
    hooks: { request: firstSystemBlock },
  },
  {
    id: 'message-second-text-block-dropped',
    kind: 'mutant',
    about: 'Only the first text block of what the user says reaches the model.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.blocks/same-prompt'],
    hooks: {
      request: messages((all) =>
        all.map((message) => {
          const { content } = message
          if (!Array.isArray(content)) return message
          const isText = (block: unknown): boolean => asObject(block)['type'] === 'text'
          const first = content.findIndex(isText)
          return { ...message, content: content.filter((one, at) => at <= first || !isText(one)) }
        }),
      ),
    },
  },
  {
    id: 'message-turns-in-a-row-refused',
    kind: 'mutant',
    about: 'Two turns of one role in a row are refused.',
    seen: ['AM-01'],
    apis: apis.anthropic,
    kills: ['messages.blocks/accepted'],
    hooks: {
      request: messages((all) =>
        all.some(({ role }, at) => all[at + 1]?.['role'] === role)
          ? refuse(
              400,
              'bad-request',
              'messages: roles must alternate between "user" and "assistant"',
            )
          : all,
      ),
    },
  },
]
