/** Edits of response headers. */
import type { Header } from '../../../reference/answer.ts'

/** Changes the value of a header, on each line of that name; where it becomes undefined the line is left out. */
export function inHeader(name: string, edit: (value: string) => string | undefined) {
  return (headers: readonly Header[]): readonly Header[] =>
    headers.flatMap(([key, value]): Header[] => {
      const edited = key === name ? edit(value) : value
      return edited === undefined ? [] : [[key, edited]]
    })
}
