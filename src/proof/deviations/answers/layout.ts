/** Text around stop sequences and line breaks is lost or changed. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { everyText } from './edits.ts'
import { sentIn } from '../edits/sent.ts'

const kept = [
  'stop.cuts/text-kept',
  'messages.stop-sequence/text-kept',
  'messages.translated-stop/text-kept',
  'converse-answers.stop-sequence/text-kept',
  'twins.stop/text-kept',
  'twins.stop-invoke/text-kept',
  'twins.stop-families/text-kept',
]

const layout = [
  'messages.stop-sequence/layout-kept',
  'messages.translated-stop/layout-kept',
  'converse-answers.stop-sequence/layout-kept',
  'twins.stop/layout-kept',
]

const scope = [...apis.messages, ...apis.converse] as const

/** Changes the text of answers that a stop sequence ended. */
function stopped(edit: (text: string) => string): (reply: Reply) => Reply {
  const changed = (choice: ReplyChoice): ReplyChoice =>
    choice.finish === 'stop-sequence' ? { ...choice, text: edit(choice.text) } : choice
  return (reply) => ({ ...reply, choices: reply.choices.map(changed) })
}

/** The stop sequences that a chat completion is asked for with. */
function stopsOf(call: Call): readonly string[] {
  const { stop } = sentIn(call)
  return [stop].flat().filter((one) => typeof one === 'string' && one !== '') as string[]
}

/** Changes answers whose layout is asked for: those with a line that begins with a tab. */
function laidOut(edit: (text: string) => string): (reply: Reply) => Reply {
  return everyText((text) => (text.includes('\n\t') ? edit(text) : text))
}

/** What is left of an answer may end as the stop sequence, a nonce, begins. */
const byChance = ['*text-cut']

export const answersLayout: readonly Deviation[] = [
  {
    id: 'held-back-text-lost',
    kind: 'mutant',
    about: 'What is held back for stop sequences is lost when one is met.',
    seen: ['SP-05'],
    kills: kept,
    also: byChance,
    hooks: { reply: stopped((text) => text.slice(0, -8)) },
  },
  {
    id: 'stopped-text-lost',
    kind: 'mutant',
    about: 'Of an answer that a stop sequence ended only the first word is sent.',
    seen: ['SP-05'],
    kills: kept,
    also: byChance,
    hooks: { reply: stopped((text) => text.split(/\s/u)[0] ?? '') },
  },
  {
    id: 'stops-taken-out',
    kind: 'mutant',
    about: 'Stop sequences are taken out of an answer, which goes on behind them.',
    seen: ['SP-05'],
    apis: apis.chat,
    kills: ['stop.cuts/text-kept'],
    hooks: {
      request: (request) => without(request, 'stop'),
      reply: (reply, call) => {
        const stops = stopsOf(call)
        const rest = (text: string) => stops.reduce((left, stop) => left.replaceAll(stop, ''), text)
        return everyText(rest)(reply)
      },
    },
  },
  {
    id: 'fences-unclosed',
    kind: 'mutant',
    about:
      'The fence at the end of an answer is lost, as where text after the last line is held back.',
    seen: ['CH-13'],
    kills: ['conversation.system-expert/code-whole'],
    hooks: { reply: everyText((text) => text.replace(/\n```\s*$/u, '')) },
  },
  {
    id: 'code-indentation-lost',
    kind: 'mutant',
    about: 'Lines of code lose their indentation, as where each line is stripped.',
    seen: ['CH-13'],
    kills: ['conversation.system-expert/code-whole'],
    hooks: { reply: everyText((text) => text.replaceAll(/\n[ \t]+(?=\w)/gu, '\n')) },
  },
  {
    id: 'answers-in-fences',
    kind: 'oddity',
    about: 'A whole answer with code stands between fences of the same length.',
    seen: ['CH-13'],
    sees: ['conversation.system-expert/code-whole'],
    hooks: {
      reply: everyText((text) => (text.includes('```') ? `\`\`\`\n${text}\n\`\`\`` : text)),
    },
  },
  {
    id: 'code-in-longer-fences',
    kind: 'oddity',
    about: 'A block of code stands in one of Markdown, and marks of three stand in a line.',
    seen: ['CH-13'],
    sees: ['conversation.system-expert/code-whole'],
    hooks: {
      reply: everyText((text) =>
        text.includes('```')
          ? `Like \`\`\`this\`\`\`:\n\n\`\`\`\`markdown\n${text}\n\`\`\`\``
          : text,
      ),
    },
  },
  {
    id: 'indentation-lost',
    kind: 'mutant',
    about: 'Blanks and tabs at the beginning of lines are lost.',
    seen: ['AM-01', 'CV-01'],
    apis: scope,
    kills: layout,
    hooks: { reply: laidOut((text) => text.replaceAll(/\n[ \t]+/gu, '\n')) },
  },
  {
    id: 'blank-lines-lost',
    kind: 'mutant',
    about: 'Blank lines of an answer are lost.',
    seen: ['AM-01', 'CV-01'],
    apis: scope,
    kills: layout,
    hooks: { reply: laidOut((text) => text.replaceAll(/\n\n+/gu, '\n')) },
  },
  {
    id: 'line-breaks-of-windows',
    kind: 'mutant',
    about: 'Line breaks of an answer become those of Windows.',
    seen: ['AM-01', 'CV-01'],
    apis: scope,
    kills: layout,
    hooks: { reply: laidOut((text) => text.replaceAll('\n', '\r\n')) },
  },
  {
    id: 'text-after-blank-line-lost',
    kind: 'mutant',
    about: 'An answer ends at its first blank line.',
    seen: ['AM-01', 'CV-01'],
    apis: scope,
    kills: layout,
    hooks: { reply: laidOut((text) => text.split('\n\n')[0] ?? '') },
  },
  {
    id: 'tabs-as-blanks',
    kind: 'oddity',
    about: 'The model writes four blanks for a tab, and two blank lines for one.',
    seen: ['AM-01', 'CV-01'],
    apis: scope,
    sees: layout,
    hooks: { reply: laidOut((text) => text.replaceAll('\t', '    ').replaceAll('\n\n', '\n\n\n')) },
  },
]
