/** `embedding-list` and `embedding-positions`: one entry for each input, and in which order. */
import { z } from 'zod'
import { cameBefore } from '../../model/lists/lists.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply } from '../outcome.ts'
import { askedOf, entriesOf, type Entry } from './vectors.ts'

export const embeddingList = defineAssertion({
  name: 'embedding-list',
  about: 'There is one embedding for each input, and the indexes name each input once.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, _reply, { observation }) => {
    const entries = entriesOf(observation)
    const isRepeated = cameBefore(entries.map(({ index }) => index))
    return judged([
      countFinding(entries.length, askedOf(observation)?.count),
      ...entries.map((entry, position) =>
        indexFinding(entry, entries.length, isRepeated[position] === true),
      ),
    ])
  }),
})

function countFinding(received: number, expected: number | undefined): Finding | undefined {
  if (expected === undefined || received === expected) return undefined
  const message = 'There is not one embedding for each input.'
  const at = { pointer: '/data' }
  return finding('embeddings.count', message, `${expected}`, `${received}`, at)
}

/** Clients find the input of an embedding by its index. */
function indexFinding(
  { index, pointer }: Entry,
  count: number,
  isRepeated: boolean,
): Finding | undefined {
  const isOfInput = typeof index === 'number' && Number.isInteger(index)
  if (isOfInput && index >= 0 && index < count && !isRepeated) return undefined
  const message = isRepeated
    ? 'Two embeddings have the same index.'
    : 'The index of an embedding names no input.'
  const expected = `each of 0 to ${count - 1} once`
  return finding('embeddings.index', message, expected, excerpt(index), {
    pointer: `${pointer}/index`,
  })
}

export const embeddingPositions = defineAssertion({
  name: 'embedding-positions',
  about: 'The index of each embedding is its position in the list.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, _reply, { observation }) =>
    judged(entriesOf(observation).map((entry, position) => positionFinding(entry, position))),
  ),
})

function positionFinding({ index, pointer }: Entry, position: number): Finding | undefined {
  if (index === position) return undefined
  const message = 'The index of an embedding is not its position in the list.'
  const at = { pointer: `${pointer}/index` }
  return finding('embeddings.position', message, `${position}`, excerpt(index), at)
}
