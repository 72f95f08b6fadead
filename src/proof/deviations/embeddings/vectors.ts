/** The vectors of embeddings are wrong: values, length, encoding. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { isNth } from '../edits/nth.ts'
import { apis } from '../scopes.ts'
import { inBase64, inNumbers, inVectors } from './edits.ts'

const own = ['embeddings.*/*']
const bigEndian = false

/** The same direction for every text, and a little of its own. */
function collapsed(values: readonly number[]): readonly number[] {
  const length = 1 / Math.sqrt(values.length)
  return values.map((value) => length + value * 1e-6)
}

function towardsOne(values: readonly number[]): readonly number[] {
  const shared = 3 / Math.sqrt(values.length)
  const moved = values.map((value) => shared + value)
  const norm = Math.hypot(...moved)
  return moved.map((value) => value / norm)
}

/** The same change in a vector that is written in base64. */
function inFloats(text: string, edit: (values: readonly number[]) => readonly number[]): string {
  const given = Buffer.from(text, 'base64')
  const values = Array.from({ length: given.length / 4 }, (_, at) => given.readFloatLE(at * 4))
  const bytes = Buffer.alloc(given.length)
  for (const [at, value] of edit(values).entries()) bytes.writeFloatLE(value, at * 4)
  return bytes.toString('base64')
}

function asNumbers(given: unknown): readonly number[] {
  return asArray(given).map(Number)
}

export const embeddingsVectors: readonly Deviation[] = [
  {
    id: 'embeddings-collapsed',
    kind: 'mutant',
    about: 'All vectors are one and the same, but for the sixth digit.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/unrelated-apart'],
    also: own,
    hooks: inNumbers(collapsed),
  },
  {
    id: 'embeddings-in-one-direction',
    kind: 'oddity',
    about:
      'All vectors have one direction in common: those of unrelated texts have a cosine of 0.9.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    sees: ['embeddings.batch/unrelated-apart', 'embeddings.batch/in-order'],
    hooks: inVectors((given) =>
      typeof given === 'string' ? inFloats(given, towardsOne) : towardsOne(asNumbers(given)),
    ),
  },
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
          values.map((value, at) => (Math.sin((at + 1) * (call.number + 1)) < 0 ? -value : value)),
        ).body?.(body, call),
    },
  },
  {
    id: 'embeddings-default-otherwise',
    kind: 'mutant',
    about: 'Vectors have their values in another order where no encoding is asked for.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/default.same-by-default'],
    also: own,
    hooks: {
      request: (request, call) => {
        const isPlain = !('encoding_format' in asObject(request))
        call.memory.set(`plain ${call.requestId}`, isPlain)
        return request
      },
      body: (body, call) =>
        call.memory.get(`plain ${call.requestId}`) === true
          ? inNumbers((values) => values.toReversed()).body?.(body, call)
          : body,
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
    id: 'embeddings-normalised-now-and-then',
    kind: 'mutant',
    about: 'Every other answer has vectors that were not brought to length 1.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    kills: ['embeddings.repeated/same'],
    also: own,
    hooks: {
      body: (body, call) =>
        isNth(2, 'unscaled', call)
          ? inNumbers((values) => values.map((value) => value * 7)).body?.(body, call)
          : body,
    },
  },
]
