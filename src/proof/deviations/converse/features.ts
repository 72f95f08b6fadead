/** Documents, images, cache points, tiers and the form of an answer of Converse. */
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { withMembers, without } from '../edits/members.ts'
import { inBody } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { eachMessage } from './edits.ts'

/** Leaves out the blocks of a kind. */
function withoutBlocks(member: string): Hooks {
  return {
    request: (request) =>
      eachMessage(request, (message) => ({
        ...message,
        content: asArray(message['content']).filter((block) => !(member in asObject(block))),
      })),
  }
}

const extras = ['serviceTier', 'performanceConfig', 'requestMetadata']

/** Refuses requests that have one of these members. */
function refusing(status: number, names: readonly string[]): Hooks {
  return {
    request: (request) =>
      names.some((name) => name in asObject(request))
        ? refuse(status, status < 500 ? 'bad-request' : 'server', `${names.join(', ')}: no.`)
        : request,
  }
}

/** Changes where citations say that they are from. */
function inLocations(edit: (location: JsonObject) => unknown): Hooks {
  const path = 'output/message/content/*/citationsContent/citations/*/location/*'
  return { body: inBody(path, (location) => edit(asObject(location))) }
}

/** Changes what citations quote. */
function inSources(edit: (text: string) => string): Hooks {
  const path = 'output/message/content/*/citationsContent/citations/*/sourceContent/*/text'
  return { body: inBody(path, (text) => edit(String(text))) }
}

function serving(type: string, latency: string): Hooks {
  const served = { serviceTier: { type }, performanceConfig: { latency } }
  return { body: (body, call) => (call.failure ? body : withMembers(body, served)) }
}

export const converseFeatures: readonly Deviation[] = [
  {
    id: 'documents-dropped',
    kind: 'mutant',
    about: 'Documents are left out in silence.',
    seen: ['CV-17'],
    apis: apis.converse,
    kills: ['converse-features.document/counted', 'converse-features.document-bytes/counted'],
    also: ['converse-features.*'],
    hooks: withoutBlocks('document'),
  },
  {
    id: 'documents-unread',
    kind: 'mutant',
    about: 'A document is counted, but its text is not what the model gets.',
    seen: ['CV-17'],
    apis: apis.converse,
    kills: ['converse-features.document/found', 'converse-features.document-bytes/found'],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) => ({
          ...message,
          content: asArray(message['content']).map((block) =>
            'document' in asObject(block)
              ? { document: { name: 'notes', source: { text: 'An unreadable file.' } } }
              : block,
          ),
        })),
    },
  },
  {
    id: 'citation-backwards',
    kind: 'mutant',
    about: 'Citations end before they start.',
    seen: ['CV-17'],
    apis: apis.converseWhole,
    kills: ['converse-features.document/citations'],
    hooks: inLocations((location) => ({ ...location, start: location['end'], end: 0 })),
  },
  {
    id: 'citation-of-nothing',
    kind: 'mutant',
    about: 'Citations count documents from 1.',
    seen: ['CV-17'],
    apis: apis.converseWhole,
    kills: ['converse-features.document/citations'],
    hooks: inLocations((location) => ({
      ...location,
      documentIndex: Number(location['documentIndex']) + 1,
    })),
  },
  {
    id: 'citation-of-other-words',
    kind: 'mutant',
    about: 'Citations quote a summary of the document.',
    seen: ['CV-17'],
    apis: apis.converseWhole,
    kills: ['converse-features.document/citations-quoted'],
    hooks: inSources((text) => `In short: ${text.slice(0, -4)}`),
  },
  {
    id: 'citation-in-other-lines',
    kind: 'oddity',
    about: 'Citations quote a part of the document, with other line breaks.',
    seen: ['CV-17'],
    apis: apis.converseWhole,
    sees: ['converse-features.document/*'],
    hooks: inSources((text) => `${text.slice(3).replaceAll(' ', '\n')}\n`),
  },
  {
    id: 'citation-of-pages',
    kind: 'oddity',
    about: 'Citations name pages, and have no title.',
    seen: ['CV-17'],
    apis: apis.converseWhole,
    sees: ['converse-features.document/*'],
    hooks: {
      body: inBody('output/message/content/*/citationsContent/citations/*', (citation) => {
        const { title: _, ...rest } = asObject(citation)
        return { ...rest, location: { documentPage: { documentIndex: 0, start: 1, end: 1 } } }
      }),
    },
  },
  {
    id: 'pictures-dropped',
    kind: 'mutant',
    about: 'An image is left out in silence.',
    seen: ['ER-09'],
    apis: apis.converse,
    kills: ['converse-features.image/counted'],
    also: ['*/refused', '*/error-body'],
    hooks: withoutBlocks('image'),
  },
  {
    id: 'cache-point-counted',
    kind: 'mutant',
    about: 'A cache point is put into the prompt as JSON.',
    seen: ['CV-18'],
    apis: apis.converse,
    kills: ['converse-features.cache-point/same-prompt'],
    also: ['converse-features.cache-point/*'],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) => ({
          ...message,
          content: asArray(message['content']).map((block) =>
            'cachePoint' in asObject(block) ? { text: JSON.stringify(block) } : block,
          ),
        })),
    },
  },
  {
    id: 'cached-text-dropped',
    kind: 'mutant',
    about: 'What stands before a cache point is left out.',
    seen: ['CV-18'],
    apis: apis.converse,
    kills: ['converse-features.cache-point/found'],
    also: ['converse-features.cache-point/*'],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) =>
          asArray(message['content']).some((block) => 'cachePoint' in asObject(block))
            ? { ...message, content: [{ text: 'Hello' }] }
            : message,
        ),
    },
  },
  {
    id: 'request-members-break',
    kind: 'mutant',
    about: 'Tiers and metadata are answered 500.',
    seen: ['CV-18', 'D56'],
    apis: apis.converse,
    kills: ['converse-features.members/accepted', 'converse-features.members/no-server-error'],
    also: ['converse-features.*', '*/no-server-error', '*/refused'],
    hooks: refusing(500, extras),
  },
  {
    id: 'request-members-unchecked',
    kind: 'mutant',
    about: 'Tiers are not looked at.',
    seen: ['CV-18'],
    apis: apis.converse,
    kills: ['converse-features.members-outside/refused'],
    also: ['*/error-body'],
    hooks: { request: (request) => without(request, ...extras) },
  },
  {
    id: 'settings-constant',
    kind: 'mutant',
    about: 'Every answer says that it was served with priority and optimized latency.',
    seen: ['CV-18'],
    apis: apis.converseWhole,
    kills: ['converse-features.members/as-asked'],
    hooks: serving('priority', 'optimized'),
  },
  {
    id: 'settings-lower',
    kind: 'oddity',
    about: 'Every answer says that it was served with the default tier and standard latency.',
    seen: ['CV-18'],
    apis: apis.converseWhole,
    sees: ['converse-features.members/*'],
    hooks: serving('default', 'standard'),
  },
  {
    id: 'text-format-dropped',
    kind: 'mutant',
    about: 'outputConfig of a Converse request is dropped.',
    seen: ['CV-18', 'SO-02'],
    apis: apis.converse,
    kills: ['converse-features.text-format/fits'],
    hooks: { request: (request) => without(request, 'outputConfig') },
  },
  {
    id: 'request-members-refused',
    kind: 'oddity',
    about: 'Tiers, metadata and the form of an answer are refused.',
    seen: ['CV-18'],
    apis: apis.converse,
    sees: ['converse-features.members/*', 'converse-features.text-format/*'],
    hooks: refusing(400, [...extras, 'outputConfig']),
  },
]
