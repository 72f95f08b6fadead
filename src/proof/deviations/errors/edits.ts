/** Edits of error responses. */
import type { Call } from '../../../reference/call.ts'
import type { Header } from '../../../reference/answer.ts'

export function header(name: string, edit: (value: string) => string | undefined) {
  return (headers: readonly Header[], call: Call): readonly Header[] =>
    call.failure
      ? headers.flatMap(([key, value]): Header[] => {
          const edited = key === name ? edit(value) : value
          return edited === undefined ? [] : [[key, edited]]
        })
      : headers
}
