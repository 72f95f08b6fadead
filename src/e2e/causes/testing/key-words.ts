/** The words of a deviation's own sentence that say what was broken. */

/** Words of the language, and words that every answer of a server could be described with. */
const common = new Set(
  `with from that this have been into than then they when where which while each every after before
  between without instead also only more same other another whole first last both some must what
  there their come comes sent send sends given gives used made answer answers request requests server`.split(
    /\s+/,
  ),
)

/** Lower case, cut to the part that forms of one word have in common. */
export function keyWordsOf(about: string): string[] {
  const names = [...about.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) => name.split(/\W+/))
  const words = about.replaceAll(/`[^`]+`|\([^)]*\)/g, ' ').split(/[^A-Za-z-]+/)
  const telling = words.filter((word) => word.length > 3 && !common.has(word.toLowerCase()))
  return [...names.filter((name) => name.length > 2), ...telling].map(stem)
}

function stem(word: string): string {
  return word.toLowerCase().slice(0, Math.max(4, Math.min(6, word.length - 1)))
}

/** The part of a first screen that says what is wrong: no verdict, and no command with an id in it. */
export function statedIn(screen: string): string {
  const [, ...lines] = screen.split('\n')
  return lines
    .filter((line) => !line.startsWith('    repeat'))
    .join('\n')
    .toLowerCase()
}
