/** Responses that are not messages of an API, in words. */

/** Characters of a body that are looked at, and of its text that are shown. */
const looked = 4000
const shown = 80

/** `an HTML page, no answer of the API: “Sign in”`, also for XML; undefined for any other body. */
export function pageIn(body: string): string | undefined {
  const start = body.slice(0, looked).trimStart()
  if (/^(?:<!--[^]*?-->\s*)*<(?:!doctype html|html|head|body)\b/i.test(start)) {
    return noAnswer('an HTML page', textOf(start))
  }
  return /^<[?!a-z]/i.test(start) ? noAnswer('an XML document', textOf(start)) : undefined
}

/** `what`, that it is no answer, and the beginning of `text`. */
export function noAnswer(what: string, text: string): string {
  const line = text.slice(0, looked).replace(/\s+/g, ' ').trim()
  const beginning = line.length > shown ? `${line.slice(0, shown)}…` : line
  return `${what}, no answer of the API${beginning === '' ? '' : `: ${beginning}`}`
}

/** The title, or else what the page shows. */
function textOf(page: string): string {
  const [, title = ''] = /<title[^>]*>([^<]*)/i.exec(page) ?? []
  return (
    title.trim() || page.replace(/<(script|style)\b[^]*?<\/\1>?/gi, '').replace(/<[^>]*>?/g, ' ')
  )
}
