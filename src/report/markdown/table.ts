import { markdownTable } from 'markdown-table'

/** A table of GitHub-flavoured Markdown. Cells must be escaped; columns are not padded. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('l' | 'r')[] = [],
): string {
  return markdownTable([head, ...rows], { align: [...align], alignDelimiters: false })
}
