/** Images and documents in messages are lost. */
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'

/** Changes the content of every message of a request. */
function inContent(edit: (blocks: readonly unknown[]) => readonly unknown[]): Hooks {
  return {
    request: (request) => {
      if (!isObject(request) || !Array.isArray(request['messages'])) return request
      const messages = request['messages'].map((given: unknown) => {
        const message = asObject(given)
        const { content } = message
        return Array.isArray(content) ? { ...message, content: edit(content) } : given
      })
      return { ...request, messages }
    },
  }
}

function typeOf(block: unknown): unknown {
  return asObject(block)['type']
}

export const messagesMedia: readonly Deviation[] = [
  {
    id: 'message-documents-dropped',
    kind: 'mutant',
    about: 'Documents of a message are left out in silence.',
    seen: ['AM-08'],
    apis: apis.anthropic,
    kills: ['messages.document/text.counted', 'messages.document/parts.counted'],
    also: ['messages.document/*'],
    hooks: inContent((blocks) => blocks.filter((block) => typeOf(block) !== 'document')),
  },
  {
    id: 'message-documents-unread',
    kind: 'mutant',
    about: 'A document of a message is counted, but its text is not what the model gets.',
    seen: ['AM-08'],
    apis: apis.anthropic,
    kills: ['messages.document/text.found', 'messages.document/parts.found'],
    hooks: inContent((blocks) =>
      blocks.map((block) =>
        typeOf(block) === 'document' ? { type: 'text', text: 'An unreadable file.' } : block,
      ),
    ),
  },
  {
    id: 'message-pictures-dropped',
    kind: 'mutant',
    about: 'Images of a message are left out in silence.',
    seen: ['AM-08'],
    apis: apis.anthropic,
    kills: ['messages.image/counted'],
    hooks: inContent((blocks) => blocks.filter((block) => typeOf(block) !== 'image')),
  },
  {
    id: 'message-media-refused',
    kind: 'oddity',
    about: 'The model takes text alone, and refuses images and documents.',
    seen: ['AM-08'],
    apis: apis.anthropic,
    sees: ['messages.document/*', 'messages.image/*'],
    hooks: inContent((blocks) =>
      asArray(blocks).map((block) =>
        typeOf(block) === 'image' || typeOf(block) === 'document'
          ? { type: typeOf(block), source: { type: 'unknown' } }
          : block,
      ),
    ),
  },
]
