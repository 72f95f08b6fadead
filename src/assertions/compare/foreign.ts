/** Whether conversations stay apart. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
import { judged, passed, unsaid, whyNoResponse } from '../outcome.ts'
import type { Exchange } from '../../model/exchange.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Reply } from '../../model/observation.ts'

const foreignArgs = z.union([
  z.literal(true),
  z.strictObject({
    /** Texts of this conversation; every other nonce of the case is foreign. */
    own: z.array(z.string()).optional(),
    /** Foreign texts, when they are not all nonces but the own ones. */
    foreign: z.array(z.string().min(1)).min(1).optional(),
  }),
])

/** Answers that crossed between parallel users: ogx#3924. What was sent is never foreign. */
export const noForeign = defineAssertion({
  name: 'no-foreign',
  about: 'Nothing that only another conversation said stands in the response.',
  args: foreignArgs,
  reads: { body: 'neither', request: 'pass' },
  judge: (args, { observation, values, everyValues = [values] }) => {
    const { body, reply, exchange } = observation
    if (body === undefined) return unsaid(whyNoResponse(observation))
    const sent = sentIn(exchange).toLowerCase()
    const { own = [], foreign } = args === true ? {} : args
    const all = foreign ?? everyValues.flatMap(nonces).filter((nonce) => !own.includes(nonce))
    const suspects = [...new Set(all)].filter(
      (text) => foreign !== undefined || !sent.includes(text.toLowerCase()),
    )
    if (suspects.length === 0) return unsaid('No other conversation said anything of its own.')
    const heard = `${textOf(reply)}\n${body.text}` // the body has what is no part of the reply
    // A model writes a word that begins its answer with a capital.
    const lower = heard.toLowerCase()
    return judged(
      suspects
        .map((text) => [text, lower.indexOf(text.toLowerCase())] as const)
        .filter(([, at]) => at >= 0)
        .map(([text, at]) => foreignFinding(`no ${excerpt(text)}`, heard, at, text)),
    )
  },
})

/**
 * Each answer is searched for the nonces of all other cases: an answer that crossed over is known by
 * them wherever it goes.
 */
export const noCrosstalk = defineAssertion({
  name: 'no-crosstalk',
  about: 'Nothing that only another case of the run said stands in the answer.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass', run: true },
  judge: (_, { observation, foreignIn }) => {
    const { body, reply, exchange } = observation
    if (body === undefined) return unsaid(whyNoResponse(observation))
    if (foreignIn === undefined) return unsaid('It is not known what other cases said.')
    const heard = reply === undefined ? body.text : textOf(reply)
    const found = foreignIn(heard)
    if (found.length === 0) return passed()
    const sent = sentIn(exchange)
    return judged(
      found
        .filter(({ word }) => !sent.includes(word))
        .map(({ word, case: owner }) => {
          const expected = `no ${word}, which is of ${owner}`
          return foreignFinding(expected, heard, heard.toLowerCase().indexOf(word), word)
        }),
    )
  },
})

function sentIn({ request }: Exchange): string {
  return new TextDecoder().decode(request.body)
}

function foreignFinding(expected: string, heard: string, at: number, { length }: string): Finding {
  const message = 'The response holds what only another conversation said.'
  return finding('isolation.foreign', message, expected, around(heard, at, length))
}

/** All that a reply says, joined where a stream cut it. */
function textOf(reply: Reply | undefined): string {
  const texts = (reply?.choices ?? []).flatMap(({ rawText, reasoning, toolCalls }) => [
    rawText,
    reasoning,
    ...toolCalls.map((call) => call.arguments),
  ])
  return texts.join('\n')
}

function nonces(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values)
    .filter(([name]) => name.startsWith('nonce.'))
    .map(([, value]) => value)
}
