/** The JSON of a body is malformed. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis, familyChecks } from '../scopes.ts'
import { bytes, text } from './edits.ts'

export const httpJson: readonly Deviation[] = [
  {
    id: 'whitespace-before-json',
    kind: 'mutant',
    about: 'Blank lines precede the JSON.',
    seen: ['D32'],
    kills: ['*/starts-with-brace'],
    hooks: {
      text: (text) => `\n \n ${text}`,
    },
  },
  {
    id: 'truncated-json',
    kind: 'mutant',
    about: 'A JSON body is cut.',
    seen: ['CH-01'],
    kills: ['*/json'],
    also: ['*/error-body', '*/refused', 'models.list/refused-cleanly'],
    hooks: {
      text: (text) => text.slice(0, -5),
    },
  },
  {
    id: 'body-null',
    kind: 'mutant',
    about: 'The body is null.',
    seen: ['RFC 8259'],
    apis: apis.plainJson,
    kills: ['*/response-schema'],
    also: [...familyChecks, '*/starts-with-brace', 'models.list/holds-the-model'],
    hooks: { text: text(() => 'null') },
  },
  {
    id: 'body-json-in-json',
    kind: 'mutant',
    about: 'The body is JSON inside a JSON string.',
    seen: ['RFC 8259'],
    apis: apis.plainJson,
    kills: ['*/response-schema'],
    also: [...familyChecks, '*/says-text', '*/starts-with-brace', 'models.list/holds-the-model'],
    hooks: { text: text((json) => JSON.stringify(json)) },
  },
  {
    id: 'json-with-bom',
    kind: 'mutant',
    about: 'A byte order mark precedes the JSON.',
    seen: ['RFC 8259 8.1'],
    apis: apis.plainJson,
    kills: ['*/json'],
    hooks: { text: text((json) => `\uFEFF${json}`) },
  },
  {
    id: 'json-with-comma',
    kind: 'mutant',
    about: 'An object ends with a comma.',
    seen: ['RFC 8259'],
    apis: apis.plainJson,
    kills: ['*/json'],
    hooks: { text: text((json) => json.replace(/\}$/u, ',}')) },
  },
  {
    id: 'json-with-comment',
    kind: 'mutant',
    about: 'A comment follows the JSON.',
    seen: ['RFC 8259'],
    apis: apis.plainJson,
    kills: ['*/json'],
    hooks: { text: text((json) => `${json}\n// served by cache-1`) },
  },
  {
    id: 'json-twice',
    kind: 'mutant',
    about: 'The JSON is in the body twice.',
    seen: ['RFC 8259'],
    apis: apis.plainJson,
    kills: ['*/json'],
    hooks: { text: text((json) => `${json}\n${json}`) },
  },
  {
    id: 'json-names-twice',
    kind: 'mutant',
    about: 'A member is in the body twice, with two values.',
    seen: ['RFC 8259 4'],
    apis: apis.wholeAnswers,
    kills: ['*/unique-names'],
    hooks: { text: text((json) => json.replace(/^\{/u, '{"id":"a","id":"b",')) },
  },
  {
    id: 'chunk-names-twice',
    kind: 'mutant',
    about: 'A member is in a chunk twice, with two values.',
    seen: ['RFC 8259 4'],
    apis: apis.chatStreams,
    kills: ['*/unique-names'],
    hooks: {
      frames: (pieces, call) =>
        pieces.map((piece, at) =>
          at === 2 && !call.failure
            ? {
                ...piece,
                bytes: Buffer.from(
                  Buffer.from(piece.bytes)
                    .toString('utf8')
                    .replace('data: {', 'data: {"x":1,"x":2,'),
                ),
              }
            : piece,
        ),
    },
  },
  {
    id: 'json-nan',
    kind: 'mutant',
    about: 'A number is written NaN.',
    seen: ['RFC 8259 6'],
    apis: apis.wholeAnswers,
    kills: ['*/json'],
    hooks: {
      text: text((json) =>
        json.replace(/("(?:created|inputTokens|prompt_token_count)":)\d+/u, '$1NaN'),
      ),
    },
  },
  {
    id: 'json-latin-1',
    kind: 'mutant',
    about: 'Characters beyond ASCII are sent as Latin-1.',
    seen: ['RFC 8259 8.1'],
    apis: apis.wholeAnswers,
    kills: ['*/utf8'],
    also: ['invoke-families.*/line-whole', '*/json'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({ ...choice, text: `${choice.text} é` })),
      }),
      bytes: bytes((whole) => Buffer.from(whole.toString('utf8'), 'latin1')),
    },
  },
  {
    id: 'json-utf-16',
    kind: 'mutant',
    about: 'JSON is sent as UTF-16.',
    seen: ['RFC 8259 8.1'],
    apis: apis.plainJson,
    kills: ['*/json'],
    also: ['*/complete-body', '*/utf8'],
    hooks: { bytes: bytes((whole) => Buffer.from(whole.toString('utf8'), 'utf16le')) },
  },
  {
    id: 'json-with-nul',
    kind: 'mutant',
    about: 'NUL bytes follow the JSON.',
    seen: ['RFC 8259'],
    apis: apis.plainJson,
    kills: ['*/json'],
    hooks: { text: text((json) => `${json}\0\0\0`) },
  },
]
