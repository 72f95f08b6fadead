/** Edits of error responses. */
import type { Call } from '../../../reference/call.ts'
import type { Header } from '../../../reference/answer.ts'
import { inHeader } from '../edits/headers.ts'

export function header(name: string, edit: (value: string) => string | undefined) {
  return (headers: readonly Header[], call: Call): readonly Header[] =>
    call.failure ? inHeader(name, edit)(headers) : headers
}
