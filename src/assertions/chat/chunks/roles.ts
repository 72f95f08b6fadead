/** Who speaks in a stream. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { below, byChoice, choiceParts } from './choices.ts'
import { onChunks } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, unsaid } from '../../outcome.ts'
import { finding } from '../../../model/findings/finding.ts'

/** Seen without at langwatch#6196, tensorzero#1265; with "" at lemonade#3440. */
export const firstRole = defineAssertion({
  name: 'first-role',
  about: 'The first delta of each choice says role: assistant.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onChunks((_, chunks) => {
    const choices = [...byChoice(choiceParts(chunks)).values()]
    if (choices.length === 0) return unsaid('No chunk has a choice.')
    return judged(
      choices.map(([first]) => {
        if (first === undefined || first.delta['role'] === 'assistant') return undefined
        return finding(
          'chunk.role-missing',
          `The first delta of choice ${first.choice} does not say who speaks.`,
          'role "assistant"',
          excerpt(first.delta),
          below(first.at, '/delta/role'),
        )
      }),
    )
  }),
})

export const onlyAssistant = defineAssertion({
  name: 'only-assistant',
  about: 'No delta has another role than assistant; null counts as absent.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onChunks((_, chunks) => {
    const wrong = choiceParts(chunks).find(({ delta }) => {
      const role = delta['role'] ?? 'assistant'
      return role !== 'assistant'
    })
    if (wrong === undefined) return judged([])
    return judged([
      finding(
        'chunk.role',
        `A delta of choice ${wrong.choice} has another role than assistant.`,
        'role "assistant", or no role',
        excerpt(wrong.delta['role']),
        below(wrong.at, '/delta/role'),
      ),
    ])
  }),
})
