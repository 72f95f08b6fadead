/** Unknown paths, methods, media types and unreadable bodies are answered wrongly. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { inHeader } from '../edits/headers.ts'
import { json } from '../edits/intercept.ts'
import { apis, endpoints } from '../scopes.ts'

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return true
  } catch {
    return false
  }
}

function isUnserved({ failure }: Call): boolean {
  return failure?.kind === 'unknown-route'
}

export const errorsRoutes: readonly Deviation[] = [
  {
    id: 'media-type-ignored',
    kind: 'mutant',
    about: 'The media type of a request is ignored.',
    seen: ['ER-02'],
    kills: ['native-errors.content-type/refused'],
    hooks: {
      intercept: (answer, call) =>
        (call.headers['content-type'] ?? '').startsWith('text/') ? json(200, {}) : answer,
    },
  },
  {
    id: 'get-answered',
    kind: 'mutant',
    about: 'GET is answered 200.',
    seen: ['ER-07'],
    kills: ['native-errors.method/refused'],
    hooks: {
      intercept: (answer, call) =>
        call.method === 'GET' && call.path.startsWith('/model/') ? json(200, {}) : answer,
    },
  },
  {
    id: 'unknown-path-500',
    kind: 'mutant',
    about: 'The runtime answers 500 to a path that it does not serve.',
    seen: ['ER-07'],
    endpoints: endpoints.runtime,
    apis: apis.unserved,
    kills: ['native-errors.path/refused'],
    also: ['*/no-server-error', '*/refused', '*/refused-cleanly'],
    hooks: { body: () => ({ message: 'Internal error' }), status: () => 500 },
  },
  {
    id: 'method-ignored',
    kind: 'mutant',
    about: 'PUT is answered 200.',
    seen: ['ER-07'],
    kills: ['bad-requests.route/refused'],
    hooks: {
      intercept: (given, call) =>
        call.method === 'PUT' ? json(200, { object: 'list', data: [] }) : given,
    },
  },
  {
    id: 'paths-caught',
    kind: 'mutant',
    about: 'A path that is not served is answered 200.',
    seen: ['ER-07'],
    endpoints: endpoints.openai,
    kills: ['bad-requests.route/refused'],
    hooks: {
      body: (body, call) => (isUnserved(call) ? { ok: true } : body),
      status: (status, call) => (isUnserved(call) ? 200 : status),
    },
  },
  {
    id: 'chat-media-type-ignored',
    kind: 'mutant',
    about: 'A chat request with another media type is answered.',
    seen: ['ER-02'],
    kills: ['bad-requests.media-type/refused'],
    hooks: {
      intercept: (given, call) =>
        /^(?:text|application)\/(?:plain|xml)/u.test(String(call.headers['content-type']))
          ? json(200, { id: 'chatcmpl-1', object: 'chat.completion' })
          : given,
    },
  },
  {
    id: 'json-mended',
    kind: 'mutant',
    about: 'Bodies that are not JSON are repaired and answered.',
    seen: ['ER-01'],
    kills: ['bad-requests.unreadable/refused'],
    hooks: {
      intercept: (given, call) =>
        call.method === 'POST' && call.path.endsWith('/chat/completions') && !isJson(call.body)
          ? json(200, { id: 'chatcmpl-1', object: 'chat.completion' })
          : given,
    },
  },
  {
    id: 'allow-missing',
    kind: 'mutant',
    about: 'A refusal of a method does not list the methods that exist.',
    seen: ['RFC 9110 15.5.6'],
    kills: ['bad-requests.route/method.allow', 'native-errors.method/allow'],
    hooks: { headers: (headers) => headers.filter(([name]) => name !== 'Allow') },
  },
  {
    id: 'allow-of-another-path',
    kind: 'mutant',
    about: 'A refusal of a method lists the methods that other paths have.',
    seen: ['RFC 9110 15.5.6'],
    kills: ['bad-requests.route/method.allow', 'native-errors.method/allow'],
    hooks: { headers: inHeader('Allow', () => 'GET, HEAD, PUT, DELETE') },
  },
  {
    id: 'allow-of-more',
    kind: 'oddity',
    about: 'A refusal of a method lists OPTIONS, too, without blanks.',
    seen: ['RFC 9110 15.5.6'],
    sees: ['bad-requests.route/method.allow', 'native-errors.method/allow'],
    hooks: { headers: inHeader('Allow', () => 'POST,OPTIONS,,') },
  },
]
