/** Edits of response headers and bytes. */
import type { Call } from '../../../reference/call.ts'
import type { Header } from '../../../reference/answer.ts'
import type { Piece } from '../../../reference/hook-values.ts'
import { inHeader } from '../edits/headers.ts'

export type HeaderHook = (headers: readonly Header[], call: Call) => readonly Header[]

/** Changes the headers of answers that are not errors. */
export function onAnswer(edit: (headers: readonly Header[]) => readonly Header[]): HeaderHook {
  return (headers, call) => (call.failure ? headers : edit(headers))
}

export function replaced(name: string, edit: (value: string) => string): HeaderHook {
  return onAnswer(inHeader(name, edit))
}

export function text(edit: (text: string) => string): (text: string, call: Call) => string {
  return (before, call) => (call.failure ? before : edit(before))
}

export function bytes(edit: (bytes: Buffer) => Uint8Array) {
  return (pieces: readonly Piece[], call: Call): readonly Piece[] =>
    call.failure
      ? pieces
      : [{ bytes: edit(Buffer.concat(pieces.map((piece) => piece.bytes))), wait: 0 }]
}
