/** The HTML around the data of a page. */
import { createHash } from 'node:crypto'
import type { Page } from './data.ts'
import { embedded } from './encode/size.ts'
import { text as script } from './page/main.tsx?text'
import { text as style } from './page/style.css?text'

/** Nothing runs but our script, nothing is loaded, nothing is sent. */
const policy = [
  "default-src 'none'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** CSP Level 3, section 2.3.1: the base64 of the SHA-256 of the text of the element. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/**
 * The file. The script reads the data and builds everything that is shown.
 *
 * @param clean removes secrets from the data; the script must stay as its hash says
 */
export function pageOf(page: Page, clean: (text: string) => string = (text) => text): string {
  const { title, verdict, sentence } = page.head
  const data = embedded(clean(JSON.stringify(page)))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(clean(`${verdict}: ${title}`))}</title>
<style>${style}</style>
</head>
<body>
<div id="app"><h1>${escaped(verdict)}</h1><p>${escaped(clean(sentence))}</p>
<noscript><p>This page needs JavaScript. The other reports beside it hold the same results.</p></noscript></div>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
