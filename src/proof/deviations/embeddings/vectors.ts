/** The vectors of embeddings are wrong: values, length, encoding. */
import type { Deviation } from '../../../reference/deviation.ts'
import { without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { asIf, inBase64, inNumbers, inVectors } from './edits.ts'

const own = ['embeddings.*/*']
const bigEndian = false

export const embeddingsVectors: readonly Deviation[] = [
  {
    id: 'embeddings-base64-ignored',
    kind: 'mutant',
    about: 'Vectors are lists of numbers although base64 was asked for.',
    seen: ['sglang#28803', 'worker-infinity-embedding#30'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/vectors'],
    also: ['embedding-requests.out-of-range/*'],
    hooks: { request: (request) => without(request, 'encoding_format') },
  },
  {
    id: 'embeddings-always-base64',
    kind: 'mutant',
    about: 'Vectors are base64 although numbers were asked for.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['*/vectors'],
    also: own,
    hooks: {
      request: (request) => ({ ...(request as object), encoding_format: 'base64' }),
    },
  },
  {
    id: 'embeddings-big-endian',
    kind: 'mutant',
    about: 'The bytes of vectors in base64 have the highest first.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/same-in-base64'],
    also: [...own, '*/vectors'],
    hooks: inBase64(4, (bytes, at, value) => bytes.setFloat32(at, value, bigEndian)),
  },
  {
    id: 'embeddings-doubles',
    kind: 'mutant',
    about: 'Vectors in base64 have double precision.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/same-in-base64'],
    also: [...own, '*/vectors'],
    hooks: inBase64(8, (bytes, at, value) => bytes.setFloat64(at, value, true)),
  },
  {
    id: 'embeddings-base64-url',
    kind: 'mutant',
    about: 'Vectors are in the alphabet of URLs, without padding.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/vectors'],
    also: own,
    hooks: inVectors((text) =>
      typeof text === 'string' ? Buffer.from(text, 'base64').toString('base64url') : text,
    ),
  },
  {
    id: 'embeddings-base64-of-text',
    kind: 'mutant',
    about: 'Vectors in base64 are the JSON text of the numbers.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/same-in-base64'],
    also: [...own, '*/vectors'],
    hooks: inVectors((text) => {
      if (typeof text !== 'string') return text
      const bytes = Buffer.from(text, 'base64')
      const values = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))
      const json = JSON.stringify(values)
      return Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4)).toString('base64')
    }),
  },
  {
    id: 'embeddings-nan',
    kind: 'mutant',
    about: 'A model that overflows gives NaN: null among numbers, NaN in base64.',
    seen: ['omlx#3507'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema', '*/vectors'],
    also: own,
    hooks: {
      body: (body, call) => {
        const numbers = inNumbers((values) => values.map(() => null)).body?.(body, call)
        const nan = inBase64(4, (bytes, at) => bytes.setFloat32(at, Number.NaN, true))
        return nan.body?.(numbers, call)
      },
    },
  },
  {
    id: 'embeddings-nan-in-base64',
    kind: 'mutant',
    about: 'A value of vectors in base64 is NaN.',
    seen: ['omlx#3507'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/vectors'],
    also: own,
    hooks: inBase64(4, (bytes, at, value) =>
      bytes.setFloat32(at, at === 0 ? Number.NaN : value, true),
    ),
  },
  {
    id: 'embeddings-of-text',
    kind: 'mutant',
    about: 'Values of vectors are text.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema', '*/vectors'],
    also: own,
    hooks: inNumbers((values) => values.map(String)),
  },
  {
    id: 'embeddings-nested',
    kind: 'mutant',
    about: 'A vector stands in a list of its own.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema', '*/vectors'],
    also: own,
    hooks: inNumbers((values) => [values]),
  },
  {
    id: 'embeddings-hollow',
    kind: 'mutant',
    about: 'Vectors have no values.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/vectors'],
    also: own,
    hooks: inVectors((vector) => (typeof vector === 'string' ? '' : [])),
  },
  {
    id: 'embeddings-zero',
    kind: 'mutant',
    about: 'All values of vectors are 0.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/direction'],
    also: own,
    hooks: inNumbers((values) => values.map(() => 0)),
  },
  {
    id: 'embeddings-uneven',
    kind: 'mutant',
    about: 'The vectors of a batch have different lengths.',
    seen: ['EM-05'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/vectors'],
    also: own,
    hooks: inNumbers((values, at) => values.slice(0, values.length - at)),
  },
  {
    id: 'embeddings-full-size',
    kind: 'mutant',
    about: 'dimensions is ignored.',
    seen: ['EM-05'],
    apis: apis.embeddings,
    kills: ['embeddings.dimensions/vectors'],
    also: ['embedding-requests.out-of-range/*'],
    hooks: { request: (request) => without(request, 'dimensions') },
  },
  {
    id: 'embeddings-random',
    kind: 'mutant',
    about: 'Every request gets vectors of its own.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: [
      'embeddings.repeated/same',
      'embeddings.one-in-a-list/same',
      'embeddings.batch/as-alone',
    ],
    also: own,
    hooks: {
      body: (body, call) =>
        inNumbers((values) =>
          values.map((value, at) => (at % (call.number + 2) ? value : -value)),
        ).body?.(body, call),
    },
  },
  {
    id: 'embeddings-float-rounded',
    kind: 'mutant',
    about: 'Vectors as numbers are rounded to whole ones by a codec that base64 does not pass.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/same-in-base64'],
    also: own,
    hooks: inNumbers((values) => values.map((value) => Math.sign(value))),
  },
  {
    id: 'embeddings-encoding-granted',
    kind: 'mutant',
    about: 'An encoding that does not exist is taken for the default.',
    seen: ['sglang#28803'],
    apis: apis.embeddings,
    kills: ['embedding-requests.out-of-range/*'],
    hooks: asIf('encoding_format', (name) => (name === 'base64' ? name : 'float')),
  },
  {
    id: 'embeddings-dimensions-granted',
    kind: 'mutant',
    about: 'Numbers of dimensions that cannot be are taken for the default.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.out-of-range/*'],
    hooks: asIf('dimensions', (count) => (Number(count) > 0 ? count : undefined)),
  },
  {
    id: 'embeddings-nothing-granted',
    kind: 'mutant',
    about: 'A request without input gets the vector of nothing.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.no-input/*'],
    also: ['embedding-requests.*/*'],
    hooks: {
      request: (request) => {
        const { input } = request as { readonly input?: unknown }
        const isText = typeof input === 'string' || Array.isArray(input)
        return isText ? request : { ...(request as object), input: ' ' }
      },
    },
  },
  {
    id: 'embeddings-empty-granted',
    kind: 'mutant',
    about: 'An empty text gets a vector.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.empty-input/not-granted'],
    hooks: asIf('input', (input) => (input === '' ? ' ' : input)),
  },
  {
    id: 'embeddings-any-model',
    kind: 'mutant',
    about: 'Whatever model is asked for, the only one answers.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.unknown-model/*'],
    also: ['*/model', 'unsupported.embeddings/*'],
    hooks: {
      request: (request) => {
        const { model } = request as { readonly model?: unknown }
        return typeof model === 'string' && !model.includes('/')
          ? {
              ...(request as object),
              model: 'sentence-transformers/nomic-ai/nomic-embed-text-v1.5',
            }
          : request
      },
    },
  },
  {
    id: 'embeddings-tokens-misread',
    kind: 'mutant',
    about: 'A list of tokens is taken for a list of texts.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.tokens/one-for-each'],
    also: own,
    hooks: asIf('input', (input) =>
      Array.isArray(input) ? input.flat().map((item: unknown) => String(item)) : input,
    ),
  },
]
