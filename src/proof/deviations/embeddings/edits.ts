/** Changes of embeddings that deviations share. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { inBody, type Edit } from '../edits/path.ts'

/** Changes the list of embeddings. */
export function inList(edit: (entries: readonly JsonObject[]) => unknown): Hooks {
  return { body: inBody('data', (data) => edit(asArray(data).map(asObject))) }
}

/** Changes every vector, as a list of numbers or as base64. */
export function inVectors(edit: Edit): Hooks {
  return { body: inBody('data/*/embedding', edit) }
}

/** Changes vectors that are lists of numbers, at their position in the response. */
export function inNumbers(edit: (values: readonly number[], at: number) => unknown): Hooks {
  return inList((entries) =>
    entries.map((entry, at) => {
      const { embedding } = entry
      const isList = Array.isArray(embedding)
      return isList ? { ...entry, embedding: edit(embedding as readonly number[], at) } : entry
    }),
  )
}

/** Writes the numbers of vectors in base64 anew. */
export function inBase64(
  width: number,
  write: (bytes: DataView, at: number, value: number) => void,
): Hooks {
  return inVectors((text) => {
    if (typeof text !== 'string') return text
    const given = Buffer.from(text, 'base64')
    const count = given.length / 4
    const bytes = new DataView(new ArrayBuffer(count * width))
    for (let at = 0; at < count; at += 1) write(bytes, at * width, given.readFloatLE(at * 4))
    return Buffer.from(bytes.buffer).toString('base64')
  })
}

/** Changes each value of vectors, in numbers and in base64. */
export function inBoth(edit: (value: number) => number): Hooks {
  const numbers = inNumbers((values) => values.map(edit))
  const base64 = inBase64(4, (bytes, at, value) => bytes.setFloat32(at, edit(value), true))
  return { body: (body, call) => numbers.body?.(base64.body?.(body, call), call) }
}

/** Changes the request before it is read; what it lacks stays lacking. */
export function asIf(name: string, edit: Edit): Hooks {
  return {
    request: (request) => {
      const body = asObject(request)
      return name in body ? { ...body, [name]: edit(body[name]) } : request
    },
  }
}
