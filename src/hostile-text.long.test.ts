/**
 * Whatever looks at the text of a server takes time in proportion to its length. Each text is so long
 * that an expression which tries parts of it with each other would not come to an end.
 */
import { describe, expect, it } from 'vitest'
import { reduced } from './assertions/text/wording.ts'
import { stackTraceIn } from './assertions/errors/stack-trace.ts'
import { chat, completion } from './assertions/testing/completion.ts'
import { verdict } from './assertions/testing/judge.ts'
import { observed } from './assertions/testing/observation.ts'
import { modelOf } from './engine/recordings/location.ts'
import { credentialsIn } from './engine/recordings/secrets.ts'
import { comparable, errorMessage, pageOf } from './judge/causes/words.ts'
import type { Exchange } from './model/exchange.ts'
import { pageIn } from './model/text/page.ts'
import { describeRefusedKey } from './target/preflight/remedy.ts'
import { recognise } from './protocol/recognise.ts'
import { cleanHeaders } from './wire/secrets/headers.ts'
import { toCurl } from './wire/curl/curl.ts'
import { bytesOfStreamText } from './wire/har/binary-text.ts'
import { createContinueFilter } from './wire/http/interim.ts'
import { salvage } from './wire/http/salvage.ts'

/** Time that grows with the square of it is longer than a test may take. */
const length = 400_000

const repeated = (unit: string, last = ''): string =>
  unit.repeat(Math.ceil(length / unit.length)) + last

const answered = (content: string) => chat(completion({}, {}, { content }))

const calling = (args: string) => [
  { id: 'call_1', type: 'function', function: { name: 'weather', arguments: args } },
]

const checked = (name: string) => (text: string) => verdict(name, true, answered(text))

const named = (text: string) =>
  verdict(
    'ends-whole',
    true,
    chat(completion({}, {}, { content: text }), { asked: { user: 'velmorabi' } }),
    {
      values: { 'nonce.name': 'velmorabi' },
    },
  )

const beside = (text: string) =>
  verdict(
    'no-raw-calls',
    true,
    chat(completion({}, {}, { content: text, tool_calls: calling('{}') })),
  )

const called = (text: string) => verdict('tool-calls', { atLeast: 1 }, answered(text))

const counting = (text: string) =>
  verdict('usage', true, chat(completion({}, {}, { tool_calls: calling(text) })))

const asking = (body: string, referer = '') => ({
  request: {
    method: 'POST',
    url: 'http://x/v1',
    headers: [['referer', `https://${referer}`] as const],
    body: Buffer.from(body),
  },
})

const encoded = (body: string) =>
  verdict('utf8', true, observed({ status: 200, body: `${body}\uFFFD` }))

const failed = (body: string) =>
  verdict('no-internal-address', true, observed({ status: 500, body }))

const to = (path: string): Exchange =>
  ({
    request: {
      method: 'GET',
      url: `https://gateway.test${path}`,
      headers: [],
      body: Buffer.alloc(0),
    },
    leaks: [],
  }) as unknown as Exchange

const signed = (value: string) => [['authorization', `AWS4-HMAC-SHA256 ${value}`] as const]

const refused = { address: 'http://h', endpointKind: 'bedrock', isKeySent: true }

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['a page', pageIn],
  ['a page with an error', (text) => pageOf(`502: <${text}`)],
  ['a refusal of a key', (message) => describeRefusedKey({ message }, refused)],
  ['tokens and their bytes', encoded],
  ['a stack trace', stackTraceIn],
  ['the message of an error', errorMessage],
  ['the message in the body of an error', (text) => errorMessage(`{"message":"${text}`)],
  ['what is comparable', (text) => comparable(text, { model: '-', region: '-' })],
  ['control tokens', checked('no-control-tokens')],
  ['tags of reasoning', checked('no-reasoning-tags')],
  ['paired tags', checked('reasoning-balanced')],
  ['words of a template', checked('no-template-text')],
  ['marks of a tokenizer', checked('no-token-marks')],
  ['an error as the answer', checked('no-error-text')],
  ['an answer twice', checked('said-once')],
  ['reasoning in the text', checked('reasoning-apart')],
  ['a name that is cut', named],
  ['lost characters', checked('no-replacement-char')],
  ['code', checked('code-layout')],
  ['a block of code', (text) => checked('code-layout')(`\`\`\`python\n${text}`)],
  ['an answer in JSON', checked('answer-json')],
  ['a call beside a call', beside],
  ['a call in place of a call', called],
  ['integers in JSON', checked('plain-integers')],
  ['emphasis', (text) => reduced(text, ['emphasis'])],
  ['addresses in an error', failed],
  ['tokens of arguments', counting],
  ['an event stream that was saved as text', bytesOfStreamText],
  ['credentials in a form', (text) => credentialsIn(asking(`a=${text}`))],
  ['credentials in an address', (text) => credentialsIn(asking(`{"url":"https://${text}"}`, text))],
  ['the API of a path', (text) => recognise(to(text))],
  ['the model in a path', (text) => modelOf(to(text), undefined)],
  [
    'a signature',
    (text) =>
      cleanHeaders(
        signed(text),
        (value) => value,
        () => false,
      ),
  ],
  ['interim responses', (text) => createContinueFilter(() => undefined)(Buffer.from(text))],
  ['a broken response', (text) => salvage(Buffer.from(text))],
  [
    'credentials in a body',
    (text) => credentialsIn({ request: { ...to('/').request, body: Buffer.from(text) } }),
  ],
  ['a request', (text) => toCurl({ ...to('/').request, headers: signed(text) })],
]

const texts = [
  repeated('<!---->', 'x'),
  repeated('<!-- '),
  repeated('</s>', 'x'),
  repeated('</s> ', 'x'),
  repeated('<s>'),
  repeated('<title '),
  repeated('<script '),
  repeated('<|im_end'),
  repeated('<|im_end|>'),
  repeated('`a\n'),
  repeated('``', 'x'),
  repeated('<reasoning'),
  repeated('User:\n', 'Assistant:'),
  repeated('assistant'),
  repeated('Ġ', 'a'),
  repeated('```\t', 'x'),
  `\`\`\`${repeated('\t')}`,
  repeated(`${'at '.repeat(30)}${'a'.repeat(200)} `),
  repeated('at f(', 'x.js:1'),
  repeated('node:a'),
  repeated('"message":'),
  repeated('"inputTokens":1'),
  repeated('"a":"\\', '"'),
  repeated('**'),
  repeated('**a\n'),
  repeated('“'),
  repeated('/a/prompt'),
  repeated('/model/a'),
  repeated('/model/', '/converse/x'),
  repeated('/', 'x'),
  repeated('Credential='),
  repeated('\\\\', 'x'),
  repeated('\\\\n', 'x'),
  repeated(' ', 'x'),
  repeated('\n', 'x'),
  repeated('a.', 'svc'),
  repeated('://10.1.1.1'),
  repeated('10.1.1.1.'),
  repeated('['),
  repeated('{"a":', '1'),
  repeated('HTTP/1.1 102 a\r\n\r\n', 'HTTP/1.1 10'),
  repeated('HTTP/1.1 100 a\r\nb:\n'),
]

describe.each(readers)('the reader of %s', (_, read) => {
  it('reads long hostile texts in time', () => {
    for (const text of texts) expect(() => read(text)).not.toThrow()
  }, 10_000)
})
