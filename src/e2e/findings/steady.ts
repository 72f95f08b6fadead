/** Takes out of evidence what another run would show differently. */

/** The words that stand for those that a run makes up, in the order of their appearance. */
const standIns = ['marodeliv', 'sonetakil', 'bedigoran', 'kilobeten', 'ranisomed', 'vedokapil']

/** As `nonceText` makes them: four syllables and a consonant. */
const madeUp = /\b(?:[bdgklmnprstvz][aeio]){4}[bdgklmnprstvz]\b/g

/**
 * What servers make up or know of their machine: identifiers of hexadecimal digits or of letters and
 * digits mixed, dates, times of the clock in seconds, durations, ports of loopback, and paths below a
 * cache or a home, up to where the text was cut.
 */
const volatile: readonly (readonly [pattern: RegExp, standIn: string])[] = [
  [/(?:\/[\w.-]+)*\/(?:\.cache|\.pyenv|site-packages)\/[^\s"'\\]*/g, 'PATH'],
  [/(127\.0\.0\.1|localhost):\d+/g, '$1:PORT'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(?:Z|[+-]\d\d:?\d\d)?/g, 'TIME'],
  [/\b\d+(?:\.\d+)? ms\b/g, 'N ms'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, 'ID'],
  [/\b((?:chatcmpl|cmpl|resp|msg|call|rs|fc)[-_](?:tool-)?)(?=[a-z_-]*[\dA-Z])[\w-]{12,}/g, '$1ID'],
  [/\b1[5-9]\d{8}(?:\d{3})?\b/g, 'TIME'],
  [/(?<![\da-z])(?=\d*[a-f])(?=[a-f]*\d)[\da-f]{10,}(?![\da-z])/gi, 'ID'],
]

/** Letters and digits mixed; in a request of ours they are base64. */
const opaque = [/(?<![\da-z])(?=[\da-z]*\d[a-z]+\d)[\da-z]{16,}(?![\da-z])/gi, 'ID'] as const

/** The words that a run made up for a request, in their order, each once. */
export function madeUpWords(request: string): readonly string[] {
  return [...new Set(request.match(madeUp))]
}

/** A text of the server, with stand-ins for what was made up for this run by the suite or by it. */
export function steady(text: string, words: readonly string[]): string {
  return replaced(text, words, [...volatile, opaque])
}

/** The same for a command, which must stay one that can be repeated. */
export function steadyCommand(command: string, words: readonly string[]): string {
  return replaced(command, words, volatile)
}

function replaced(text: string, words: readonly string[], patterns: typeof volatile): string {
  const renamed = words.reduce(
    (before, word, index) => before.replaceAll(word, standIns[index % standIns.length] ?? word),
    text,
  )
  return patterns.reduce(
    (before, [pattern, standIn]) => before.replaceAll(pattern, standIn),
    renamed,
  )
}
