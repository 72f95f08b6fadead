/** Responses that are not messages of an API, in words. */

/** Characters of a body that are looked at, and of its text that are shown. */
const looked = 4000
const shown = 80

/** `an HTML page, no answer of the API: “Sign in”`, also for XML; undefined for any other body. */
export function pageIn(body: string): string | undefined {
  const start = body.slice(0, looked).trimStart()
  if (/^<(?:!doctype html|html|head|body)\b/i.test(withoutComments(start))) {
    return noAnswer('an HTML page', textOf(start))
  }
  return /^<[?!a-z]/i.test(start) ? noAnswer('an XML document', textOf(start)) : undefined
}

/** A loop, since an expression that may end a comment at any `-->` takes exponential time. */
function withoutComments(start: string): string {
  let at = 0
  while (start.startsWith('<!--', at)) {
    const end = start.indexOf('-->', at + '<!--'.length)
    if (end === -1) break
    at = end + '-->'.length
    while (/\s/.test(start.charAt(at))) at += 1
  }
  return start.slice(at)
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
