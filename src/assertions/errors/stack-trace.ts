/** Stack traces in the text of an error. */

/** What Python, Java, Go, .NET and Rust print when they fail. */
const traces = [
  /Traceback \(most recent call last\)/u,
  /File \\?"[^"\\]+\\?", line \d+/u,
  /(?:^|\s|\\[nt])at [\w$.<>/@]+\([\w$]+\.(?:java|kt|scala):\d+\)/u,
  /goroutine \d+ \[[a-z ]+\]:/u,
  / in [^\s]+\.cs:line \d+/u,
  /thread '[^']*'(?: \(\d+\))? panicked at/u,
]

/** What a frame of Node.js is made of. One expression for a whole frame tries each `at` with each file. */
const nodeParts =
  /(?<at>(?:^|\s|\\[nt])at )|[\n()]|(?:\.[cm]?[jt]sx?|node:[\w/]+|<anonymous>):\d+:\d+/gu

/** Characters from the `at` of a frame to the line in its file. */
const longestFrame = 320

/** A stretch of a text. */
interface Stretch {
  readonly index: number
  readonly length: number
}

/** The first stack trace, or as much of it as is recognised. */
export function stackTraceIn(text: string): Stretch | undefined {
  const match = traces.map((trace) => trace.exec(text)).find((found) => found !== null)
  return match ? { index: match.index, length: match[0].length } : nodeFrameIn(text)
}

/** `at name (file.js:1:2)`, or without a name and parentheses. */
function nodeFrameIn(text: string): Stretch | undefined {
  let start: number | undefined
  let opened: number | undefined
  for (const { 0: part, index, groups } of text.matchAll(nodeParts)) {
    if (groups?.['at'] !== undefined) {
      start = index
      opened = undefined
    } else if (start === undefined) {
      continue
    } else if (part === '(' && opened === undefined) {
      opened = index
    } else if (/^[\n()]$/.test(part) || index - start > longestFrame) {
      start = undefined
    } else if (opened === undefined || !/\s/.test(text.slice(opened, index))) {
      return { index: start, length: index + part.length - start }
    }
  }
  return undefined
}
