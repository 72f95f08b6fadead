/** Small edits of chunks, choices and bytes that deviations share. */
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Piece } from '../../../reference/hook-values.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'

/** Changes every chunk that is JSON. */
export function eachChunk(
  edit: (chunk: JsonObject, at: number) => JsonObject,
): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) =>
    chunks.map((chunk, at) => (typeof chunk === 'string' ? chunk : edit(chunk, at)))
}

/** Changes every choice of a chunk or body; other JSON stays as it is. */
export function eachChoice(json: unknown, edit: (choice: JsonObject) => JsonObject): JsonObject {
  const object = asObject(json)
  if (!Array.isArray(object['choices'])) return object
  return { ...object, choices: object['choices'].map((choice) => edit(asObject(choice))) }
}

/** The first choice of a chunk, or undefined. */
export function choiceOf(chunk: Chunk): JsonObject | undefined {
  const [choice] = asArray(asObject(chunk)['choices'])
  return isObject(choice) ? choice : undefined
}

/** The text of a chunk's delta, or undefined. */
export function contentOf(chunk: Chunk): string | undefined {
  const content = asObject(choiceOf(chunk)?.['delta'])['content']
  return typeof content === 'string' && content !== '' ? content : undefined
}

/** Replaces the text of a chunk's delta. */
export function withContent(chunk: JsonObject, content: string): JsonObject {
  return eachChoice(chunk, (choice) => ({
    ...choice,
    delta: { ...asObject(choice['delta']), content },
  }))
}

/** Sets members of an object; other values are returned unchanged. */
export function withMembers(json: unknown, members: JsonObject): unknown {
  return isObject(json) ? { ...json, ...members } : json
}

/** Removes members of an object. */
export function without(json: unknown, ...names: readonly string[]): unknown {
  if (!isObject(json)) return json
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)))
}

/** Changes the text of every piece. */
export function eachText(
  edit: (text: string, at: number) => string,
): (pieces: readonly Piece[]) => Piece[] {
  return (pieces) =>
    pieces.map((piece, at) => ({
      ...piece,
      bytes: Buffer.from(edit(Buffer.from(piece.bytes).toString('utf8'), at)),
    }))
}

/** A copy with one bit of one byte flipped; negative positions count from the end. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const index = at < 0 ? copy.length + at : at
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}
