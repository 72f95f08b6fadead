/** What all chunks of one stream share (CreateChatCompletionStreamResponse). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { onChunks, type Chunk } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged } from '../../outcome.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'

export const oneId = defineAssertion({
  name: 'one-id',
  about: 'All chunks have the same id, and it is not empty ("Each chunk has the same ID").',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'id' },
  judge: onChunks((_, chunks) =>
    judged([
      firstWrong(chunks, 'id', isText, {
        code: 'chunk.id-empty',
        message: 'has no id',
        expected: 'a string that is not empty',
      }) ?? change(chunks, 'id', 'chunk.id-changed'),
    ]),
  ),
})

export const oneCreated = defineAssertion({
  name: 'one-created',
  about: 'All chunks have the same created time ("Each chunk has the same timestamp").',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'created' },
  judge: onChunks((_, chunks) =>
    judged([
      firstWrong(chunks, 'created', (value) => Number.isInteger(value) && Number(value) > 0, {
        code: 'chunk.created-invalid',
        message: 'has no usable created time',
        expected: 'seconds since 1970 as a positive integer',
      }) ?? change(chunks, 'created', 'chunk.created-changed'),
    ]),
  ),
})

export const oneModel = defineAssertion({
  name: 'one-model',
  about: 'All chunks name the same model.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onChunks((_, chunks) =>
    judged([
      firstWrong(chunks, 'model', isText, {
        code: 'chunk.model-empty',
        message: 'names no model',
        expected: 'a string that is not empty',
      }) ?? change(chunks, 'model', 'chunk.model-changed'),
    ]),
  ),
})

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function firstWrong(
  chunks: readonly Chunk[],
  name: string,
  fits: (value: unknown) => boolean,
  words: { readonly code: FindingCode; readonly message: string; readonly expected: string },
): Finding | undefined {
  const wrong = chunks.find(({ json }) => !fits(json[name]))
  if (wrong === undefined) return undefined
  const message = `Chunk ${wrong.item} ${words.message}.`
  return finding(
    words.code,
    message,
    words.expected,
    excerpt(wrong.json[name]),
    location(wrong, name),
  )
}

function change(chunks: readonly Chunk[], name: string, code: FindingCode): Finding | undefined {
  const first = chunks[0]
  const other = chunks.find(({ json }) => json[name] !== first?.json[name])
  if (first === undefined || other === undefined) return undefined
  const values = new Set(chunks.map(({ json }) => json[name])).size
  const message = `The ${name} changes within the stream: ${values} different ones in ${chunks.length} chunks.`
  const expected = `${excerpt(first.json[name])}, as in chunk ${first.item}`
  return finding(code, message, expected, excerpt(other.json[name]), location(other, name))
}

function location({ item, byte }: Chunk, name: string): Location {
  return { item, byte, pointer: `/${name}` }
}
