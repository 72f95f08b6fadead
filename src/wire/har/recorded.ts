/** What a recorder notes of an exchange beside it: by this it can be told whether the recording is whole. */
import type { Json } from './json.ts'

export interface Recorded {
  /** Position of the entry in its file, from 0. */
  readonly index: number
  /** Name of the program that wrote the file; empty when it does not say. */
  readonly creator: string
  /** Whether it has arrival times and says how the body ended, as our own recordings do. */
  readonly timed: boolean
  /** Whether the request's body was saved. */
  readonly requestSaved: boolean
  /** Whether the response's body was saved, be it empty. */
  readonly bodySaved: boolean
  /** `content.size`: bytes of the body after content decoding. */
  readonly contentSize?: number
  /** `content.compression`: bytes that the content coding saved. */
  readonly compression?: number
  /** `response.bodySize`: bytes of the body as they came. */
  readonly bodySize?: number
  /** Bytes of all chunks of one of our own recordings. */
  readonly chunkBytes?: number
  /** SHA-256 of the body as it was recorded, in hexadecimal digits. */
  readonly digest?: string
}

/** Reads these notes of an entry; a size that is negative was not known to the recorder. */
export function readRecorded(entry: Json, index: number, creator: string): Recorded {
  const request = entry.at('request')
  const response = entry.at('response')
  const content = response.at('content')
  const chunks = response.list('_chunks')
  const digest = content.text('_sha256')
  const posted = request.at('postData')
  return {
    index,
    creator,
    timed: chunks !== undefined && response.flag('_complete') !== undefined,
    requestSaved: posted.text('text') !== undefined || posted.list('params') !== undefined,
    bodySaved: content.text('text') !== undefined,
    ...known('contentSize', content.number('size')),
    ...known('compression', content.number('compression')),
    ...known('bodySize', response.number('bodySize')),
    ...(chunks && { chunkBytes: chunks.reduce((sum, chunk) => sum + (chunk.item(1) ?? 0), 0) }),
    ...(digest !== undefined && { digest }),
  }
}

function known<Name extends keyof Recorded>(
  name: Name,
  value: number | undefined,
): { readonly [name in Name]?: number } {
  const isKnown = value !== undefined && Number.isInteger(value) && value >= 0
  return (isKnown ? { [name]: value } : {}) as { readonly [name in Name]?: number }
}
