/** Text of servers inside GitHub-flavoured Markdown. */
import { visible } from '../text/visible.ts'

/** `text` as prose of one line: no markup, no HTML, no links, no mentions of people or issues, no end of a table cell. */
export function prose(text: string): string {
  return visible(text)
    .replace(/[&<>\\`|]/g, entity)
    .replace(/[*_~$[\]]/g, (character) => `\\${character}`)
    .replace(/^\s*[-=+#]|(?<=^\s*\d+)[.)]/, entity)
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/(?:&#35;|(?<!&)#|\bGH-)(?=\d)/gi, '$&<!-- -->')
    .replace(/\b(https?|ftp|mailto):/gi, '$1&#58;')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}&#46;`)
}

/** `text` as prose, with what stands between backticks as code. */
export function proseWithCode(text: string): string {
  const parts = text.split('`')
  if (parts.length % 2 === 0) return prose(text)
  return parts.map((part, index) => (index % 2 === 0 ? prose(part) : code(part))).join('')
}

function entity(text: string): string {
  return [...text].map((character) => `&#${character.codePointAt(0) ?? 0};`).join('')
}

/** `text` as a code span, outside tables. */
export function code(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '') return ''
  const fence = '`'.repeat(longestRun(shown) + 1)
  const padding = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${padding}${shown}${padding}${fence}`
}

/** `text` as code inside a table, where a bar would end the cell even in a code span (GFM 4.10). */
export function tableCode(text: string): string {
  const shown = visible(text)
  if (!/[|\\`]/.test(shown)) return code(shown)
  // Not `_`, `:` and `.` either: inside HTML tags emphasis and links still work.
  return `<code>${shown.replace(/[^A-Za-z0-9 ,;/%()=-]/g, entity)}</code>`
}

/** `lines` as a fenced block that none of them can end. */
export function codeBlock(lines: readonly string[]): string {
  const shown = lines.map((line) => visible(line))
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return [`${fence}text`, ...shown, fence].join('\n')
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

/** A link to a file beside the report; `path` has forward slashes. */
export function fileLink(path: string): string {
  const address = visible(path).split('/').map(encodeURIComponent).join('/')
  return `[${code(path)}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`
}
