/** Requests that tests send to a running reference. */
import type { ReferenceServer } from '../server.ts'

export const gptOss = 'openai.gpt-oss-20b-1:0'
export const llama = 'us.meta.llama3-1-8b-instruct-v1:0'
export const stackModel = `bedrock/${gptOss}`

export interface Asked {
  readonly endpoint?: 'bedrock' | 'mantle' | 'control' | 'llamaStack'
  readonly region?: string
  readonly path: string
  readonly method?: string
  /** A string is sent as it stands, anything else as JSON. */
  readonly body?: unknown
  /** Replaces the good key; null sends none. */
  readonly authorization?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

export interface Got {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

/** Sends one request and reads the whole answer. */
export async function ask(server: ReferenceServer, asked: Asked): Promise<Got> {
  const response = await fetch(urlOf(server, asked), initOf(server, asked))
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parsed(text) }
}

function urlOf(server: ReferenceServer, asked: Asked): string {
  return server[asked.endpoint ?? 'bedrock'].replace('{region}', regionOf(asked)) + asked.path
}

function regionOf(asked: Asked): string {
  return asked.region ?? 'us-west-2'
}

function initOf(server: ReferenceServer, asked: Asked): RequestInit {
  const given = asked.authorization
  const authorization = given === undefined ? `Bearer ${server.mintKey(regionOf(asked))}` : given
  return {
    method: asked.method ?? (asked.body === undefined ? 'GET' : 'POST'),
    headers: {
      'content-type': 'application/json',
      ...(authorization !== null && { authorization }),
      ...asked.headers,
    },
    ...(asked.body !== undefined && {
      body: typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body),
    }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A chat completion body of one user message. */
export function userSays(content: string, more: Readonly<Record<string, unknown>> = {}): object {
  return { model: gptOss, messages: [{ role: 'user', content }], ...more }
}

/** A Converse body of one user message. */
export function converseSays(text: string, more: Readonly<Record<string, unknown>> = {}): object {
  return { messages: [{ role: 'user', content: [{ text }] }], ...more }
}

export const chatPath = '/openai/v1/chat/completions'

export function modelPath(model: string, operation: string): string {
  return `/model/${encodeURIComponent(model)}/${operation}`
}
