/**
 * `no-template-text`: a template that was taken apart leaves no word of it. Without their marks, its
 * headers and channels are plain text, which no search for control tokens finds.
 */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { around } from '../../evidence/excerpt.ts'
import { requestText } from '../../evidence/request-texts.ts'
import { judged, onReply } from '../../outcome.ts'

/** What was found, and where. */
interface Match {
  readonly message: string
  readonly index: number
  readonly length: number
}

type Search = (text: string, asked: string) => Match | undefined

export const noTemplateText = defineAssertion({
  name: 'no-template-text',
  about:
    'No word of the model’s template stands in the answer: no channel of harmony, no heading of a section, no header at its end, no turn of the user.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, { choices }, { observation }) => {
    const asked = requestText(observation)
    return judged(choices.map((choice) => residueOf(choice, asked)))
  }),
})

function residueOf({ index, rawText }: Choice, asked: string): Finding | undefined {
  const searches: readonly Search[] = [channelIn, sectionIn, headerIn, turnIn]
  for (const search of searches) {
    const match = search(rawText, asked)
    if (match === undefined) continue
    const received = around(rawText, match.index, match.length)
    const message = `The answer of choice ${index} ${match.message}.`
    return finding('text.template', message, 'what the model says to the user alone', received)
  }
  return undefined
}

/** A header of harmony: what its marks enclose is written without a blank between. */
const channel = /assistant(?:final|commentary|analysis)/u

function channelIn(text: string, asked: string): Match | undefined {
  const match = channel.exec(text)
  if (match === null || asked.includes(match[0])) return undefined
  const message = 'holds channels of the harmony format as words'
  return { message, index: match.index, length: match[0].length }
}

/** What Granite writes before its thoughts, and Hunyuan around its answer. */
const section = /^\s{0,4}(?:Here(?: is|'s) my thought process:|<answer>)/u

function sectionIn(text: string, asked: string): Match | undefined {
  const match = section.exec(text)
  if (match === null || asked.includes(match[0].trim())) return undefined
  const message = 'begins with the heading of a section of the template'
  return { message, index: match.index, length: match[0].length }
}

const header = 'assistant'

/** Lines that make `assistant` one of a list of roles. */
const roles = /^\W*(?:system|developer|user|tool|function)\W*$/iu

/** Of who is asked about assistants, the word may be the last one of the answer. */
function headerIn(text: string, asked: string): Match | undefined {
  const trimmed = text.trimEnd()
  if (!trimmed.endsWith(header) || asked.toLowerCase().includes(header)) return undefined
  const index = trimmed.length - header.length
  const before = trimmed.slice(0, index)
  if (before.trim() === '' || roles.test(before.trimEnd().split('\n').at(-1) ?? '')) {
    return undefined
  }
  // Glued to the text, or alone on the last line.
  if (!/[\p{L}\p{N}.!?)"'”’…\n]$/u.test(before)) return undefined
  const message = 'ends with the header of another turn, as a word'
  return { message, index, length: header.length }
}

const turns: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:User|Human): ?/u, /^Assistant:/u],
  [/^### (?:User|Human|Instruction):/u, /^### (?:Assistant|Response):/u],
]

/** Who asks for a dialogue, or for the form of a prompt, may get one. */
const asksForTurns =
  /user|human|assistant|dialog|conversation|transcript|chat|example|instruct|template|script/iu

function turnIn(text: string, asked: string): Match | undefined {
  if (asksForTurns.test(asked)) return undefined
  const lines = text.split('\n')
  for (const [theirs, own] of turns) {
    const at = lines.findIndex((line) => theirs.test(line))
    const before = lines.slice(0, Math.max(at, 0)).join('\n')
    const begins = before.trim() === '' || before.includes('```') || own.test(before.trimStart())
    if (begins || !lines.slice(at + 1).some((line) => own.test(line))) continue
    const message = 'goes on with a turn of the user and another one of the model'
    return { message, index: before.length + 1, length: lines[at]?.length ?? 0 }
  }
  return undefined
}
