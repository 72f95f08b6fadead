/** Marks in the text of an answer are taken for markup, escapes or layout, and changed. */
import type { Deviation } from '../../../reference/deviation.ts'
import { everyText } from './edits.ts'

export const answersMarks: readonly Deviation[] = [
  {
    id: 'markdown-stripped',
    kind: 'mutant',
    about: 'Marks of Markdown are taken out of answers.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/marks-kept'],
    hooks: {
      reply: everyText((text) =>
        text.replaceAll(/\*\*(.+?)\*\*/gu, '$1').replaceAll(/(?<!\w)_(\w+)_(?!\w)/gu, '$1'),
      ),
    },
  },
  {
    id: 'quotes-curled',
    kind: 'mutant',
    about: 'Straight quotes of answers that are no JSON become typographic ones.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/marks-kept'],
    hooks: {
      reply: everyText((text) =>
        /^\s*[[{]/u.test(text)
          ? text
          : text.replaceAll(/"([^"\n]*)"/gu, '“$1”').replaceAll("'", '’'),
      ),
    },
  },
  {
    id: 'backslashes-lost',
    kind: 'mutant',
    about: 'Backslashes of answers are read as escapes, and lost.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/marks-kept'],
    hooks: { reply: everyText((text) => text.replaceAll('\\', '')) },
  },
  {
    id: 'blanks-collapsed',
    kind: 'mutant',
    about: 'Several blanks of answers become one, as in HTML.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/blanks-kept'],
    hooks: { reply: everyText((text) => text.replaceAll(/ {2,}/gu, ' ')) },
  },
  {
    id: 'text-decomposed',
    kind: 'mutant',
    about: 'Characters of answers are decomposed into letters and accents (NFD).',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/not-decomposed'],
    also: ['chance.logprobs/*'],
    hooks: { reply: everyText((text) => text.normalize('NFD')) },
  },
  {
    id: 'single-words-restated',
    kind: 'oddity',
    about: 'An answer of one word says it again below, between marks of Markdown.',
    seen: ['CH-13'],
    apis: ['openai-chat-stream', 'openai-responses-stream'],
    sees: ['stream-text.in-parallel/own-word'],
    hooks: {
      reply: everyText((text) =>
        /^\p{L}+\.?$/u.test(text) ? `${text}\n\n**${text.replace('.', '')}**` : text,
      ),
    },
  },
]
