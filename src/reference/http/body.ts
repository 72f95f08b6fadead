/** Reads what a request carries. */
import type { Readable } from 'node:stream'
import type { Call } from '../call.ts'
import { refuse } from '../answer.ts'
import { excessOf } from '../../model/json/bounds.ts'

/** InvokeModel accepts bodies of up to 25,000,000 bytes; larger ones are not kept. */
const largestBody = 25_000_000

/** The bytes of the body, or why they are missing: the client disconnected, or sent more than Bedrock accepts. */
export async function readBody(request: Readable): Promise<Uint8Array | 'gone' | 'too-large'> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length
      if (size <= largestBody) parts.push(part)
    }
  } catch {
    return 'gone'
  }
  return size > largestBody ? 'too-large' : Buffer.concat(parts)
}

/** The body as JSON; refuses what is not, and content types that are not JSON's, with 400. */
export function readJson(call: Call): unknown {
  checkType(call)
  if (call.body.length === 0)
    refuse(400, 'bad-request', 'The request body is empty: a JSON object is required.')
  return parse(call, decode(call))
}

/** InvokeModel carries bytes: the AWS SDK calls them application/octet-stream. */
function checkType(call: Call): void {
  const type = call.headers['content-type']
  if (type === undefined || /^application\/(?:[\w.+-]*\+)?json\b/iu.test(type)) return
  if (call.api.startsWith('invoke') && /^application\/octet-stream\b/iu.test(type)) return
  refuse(
    400,
    'bad-request',
    `Unsupported content type '${type.slice(0, 80)}': send application/json.`,
  )
}

function decode(call: Call): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(call.body)
  } catch {
    return refuse(400, 'bad-request', 'The request body is not valid UTF-8.')
  }
}

function parse(call: Call, text: string): unknown {
  const excess = excessOf(text, Infinity)
  if (excess !== undefined) refuse(400, 'bad-request', `The request body ${excess}.`)
  try {
    return JSON.parse(text)
  } catch {
    const native = call.endpoint === 'runtime' && !call.api.startsWith('openai')
    return refuse(
      400,
      'bad-request',
      native
        ? 'Malformed input request, please reformat your input and try again.'
        : 'Failed to deserialize the JSON body into the target type: the body is not valid JSON.',
    )
  }
}
