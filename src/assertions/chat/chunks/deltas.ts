/** What a delta is: the text that is new. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import type { Delta } from '../../../model/observation.ts'

/** A text that grows so often by nothing but repeating itself is no accident of language. */
const growths = 4

/** So much text in one delta is no repetition by chance. */
const longText = 30

/** No word has this many letters; the longest of English dictionaries has 45. */
const moreThanAWord = 50

/** Different letters that so long a text of words has at least. */
const lettersOfWords = 8

/** Number of borders between deltas, in a text of several words, with none of them between two words. */
const manyDeltas = { deltas: 20, gaps: 5 }

/**
 * Common to gateways that pass on the state of a stream in place of its changes, or that strip each
 * of them.
 */
export const deltasAdd = defineAssertion({
  name: 'deltas-add',
  about:
    'A delta brings what is new, with the white space around it, and does not repeat all the text before it.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { deltas }) => {
    const texts = deltas.filter(({ text }) => text !== '')
    return judged([cumulative(texts), statedAgain(texts), stripped(texts)])
  }),
})

function cumulative(deltas: readonly Delta[]): Finding | undefined {
  const grown = firstGrown(deltas)
  if (grown === undefined) return undefined
  const message = 'The deltas repeat the whole text again and again.'
  const received = `a delta that begins with the ${growths} before it: ${excerpt(grown.text, 100)}`
  return finding('chunk.cumulative', message, 'only what is new in each', received, {
    item: grown.item,
  })
}

function statedAgain(deltas: readonly Delta[]): Finding | undefined {
  const before = new Map<number, { readonly text: string; readonly count: number }>()
  for (const { choice, item, text } of deltas) {
    const { text: stated, count } = before.get(choice) ?? { text: '', count: 0 }
    if (count >= growths && stated.length >= longText && text.startsWith(stated)) {
      const message = 'A delta holds all the text before it once more.'
      return finding('chunk.cumulative', message, 'only what is new', excerpt(text, 100), { item })
    }
    before.set(choice, { text: stated + text, count: count + 1 })
  }
  return undefined
}

function stripped(deltas: readonly Delta[]): Finding | undefined {
  for (const own of indexBy(deltas, ({ choice }) => choice).values()) {
    if (own.some(({ text }) => text !== text.trim())) continue
    const run = runTogether(own)
    if (run === undefined) continue
    const message = 'The deltas have lost the white space between their words.'
    const expected = 'deltas that make the text again when they are joined'
    return finding('chunk.spaces-lost', message, expected, excerpt(run, 100))
  }
  return undefined
}

/** Text whose words have grown together; undefined where that cannot be said. */
function runTogether(deltas: readonly Delta[]): string | undefined {
  const text = deltas.map((delta) => delta.text).join('')
  const gaps = text.match(/[A-Za-z,.] [A-Za-z]/gu)?.length ?? 0
  if (deltas.length >= manyDeltas.deltas && gaps >= manyDeltas.gaps) return text
  // A long run of few letters is a sequence, as that of a genome, and no lost words.
  return letterRuns(deltas).find(
    (run) => run.length >= moreThanAWord && new Set(run).size >= lettersOfWords,
  )
}

/** What neighbouring deltas of nothing but letters make when they are joined. */
function letterRuns(deltas: readonly Delta[]): readonly string[] {
  const runs = ['']
  for (const { text } of deltas) {
    if (/^[A-Z]?[a-z]*$/u.test(text) && text.length < moreThanAWord)
      runs.push(`${runs.pop()}${text}`)
    else runs.push('')
  }
  return runs
}

/** The delta that ends a row of deltas of one choice, each longer than and beginning with the last. */
export function firstGrown(deltas: readonly Delta[]): Delta | undefined {
  const rows = new Map<number, { readonly last: Delta; readonly length: number }>()
  for (const delta of deltas) {
    const row = rows.get(delta.choice)
    const grows =
      row !== undefined &&
      delta.text.length > row.last.text.length &&
      delta.text.startsWith(row.last.text)
    const length = grows ? row.length + 1 : 0
    if (length >= growths) return delta
    rows.set(delta.choice, { last: delta, length })
  }
  return undefined
}
