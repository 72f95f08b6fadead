/** `ends-whole`: an answer that begins or ends within a name of the request has lost what stood there. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestText } from '../../evidence/request-texts.ts'
import { judged, onReply, passed } from '../../outcome.ts'

/** Letters of a part of a made name that is no word of any language by chance. */
const least = 5

/** Letters that are lost with a token; a model that spells badly leaves out one. */
const lost = 2

/** More than a made name has, and what may stand around it. */
const reach = 60

/** What a model was given to say, it says whole: it cannot know where the server cuts it. */
export const endsWhole = defineAssertion({
  name: 'ends-whole',
  about:
    'An answer that is complete neither begins within a word that was made for the request, nor ends within one.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, { ending, choices }, { observation, values }) => {
    if (ending !== 'stop') return passed()
    const asked = requestText(observation)
    const made = Object.entries(values)
      .filter(([name, value]) => name.startsWith('nonce.') && asked.includes(value))
      .map(([, value]) => value)
    return judged(made.flatMap((name) => choices.map((choice) => fragment(choice, name))))
  }),
})

function fragment({ index, text }: Choice, name: string): Finding | undefined {
  const [first] = lettersOf(text.slice(0, reach))
  const last = lettersOf(text.slice(-reach)).at(-1)
  const where = isPart(first, name) && name.endsWith(first) ? 'begins' : 'ends'
  const part = where === 'begins' ? first : last
  if (!isPart(part, name) || (where === 'ends' && !name.startsWith(part))) return undefined
  const message = `The answer of choice ${index} ${where} within a word of the request.`
  return finding('text.fragment', message, excerpt(name), excerpt(part))
}

function isPart(part: string | undefined, name: string): part is string {
  return part !== undefined && part.length >= least && part.length <= name.length - lost
}

function lettersOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? []
}
