/** Answers whose text is damaged on the way. */
import type { Reply } from '../../../../reference/model/reply.ts'
import { mutant } from '../../edit.ts'

function everyText(edit: (text: string) => string): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => ({ ...choice, text: edit(choice.text) })),
  })
}

const echoed = ['*/echoes']

export const textMutants = [
  mutant(
    'text-of-no-use',
    'Every answer is that the assistant cannot help.',
    ['constant'],
    { reply: everyText((text) => (text === '' ? text : 'I am sorry, I cannot help with that.')) },
    { kills: ['assert:answer'] },
  ),
  mutant(
    'text-html-escaped',
    'The text is escaped as for a web page.',
    ['ST-17'],
    {
      reply: everyText((text) =>
        text.replaceAll(/[&<>"'\u0080-\u{10FFFF}]/gu, (char) => `&#${char.codePointAt(0)};`),
      ),
    },
    { kills: echoed },
  ),
  mutant(
    'text-in-ascii',
    'Characters beyond ASCII are missing from the text.',
    ['D27'],
    { reply: everyText((text) => text.replaceAll(/[^ -~\s]/gu, '')) },
    { kills: echoed },
  ),
  mutant(
    'text-mojibake',
    'UTF-8 is read as Latin-1 and encoded again.',
    ['D27'],
    { reply: everyText((text) => Buffer.from(text, 'utf8').toString('latin1')) },
    { kills: echoed },
  ),
  mutant(
    'text-without-astral',
    'Characters outside the basic plane become U+FFFD.',
    ['D27', 'continue#13181'],
    { reply: everyText((text) => text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '\uFFFD')) },
    { also: ['*/utf8'], kills: ['*/characters-whole'] },
  ),
  mutant(
    'text-cut-in-half',
    'Only the first half of every text arrives.',
    ['D34'],
    { reply: everyText((text) => text.slice(0, Math.ceil(text.length / 2))) },
    { kills: ['*/echoes'] },
  ),
  mutant(
    'text-with-template',
    'The end-of-turn token of the model stands at the end of the text.',
    ['RZ-02'],
    { reply: everyText((text) => `${text}<|eot_id|>`) },
    { kills: ['*/no-control-tokens'] },
  ),
  mutant(
    'text-with-role',
    'The text begins with the header of the model’s template.',
    ['RZ-02'],
    { reply: everyText((text) => `<|start_header_id|>assistant<|end_header_id|>\n\n${text}`) },
    { kills: ['*/no-control-tokens'] },
  ),
  mutant(
    'reasoning-passed-on',
    'Reasoning stands in the text behind a server that could take it out.',
    ['D36', 'RZ-01'],
    { reply: everyText((text) => `<reasoning>Let me think.</reasoning>${text}`) },
    {
      also: ['reasoning.tags/balanced'],
      kills: ['assert:no-reasoning-tags'],
      fronts: ['llama-stack', 'mantle'],
    },
  ),
  mutant(
    'completion-overcounted',
    'Five thousand tokens more are counted than were generated.',
    ['D12'],
    {
      reply: (reply) => ({
        ...reply,
        usage: {
          ...reply.usage,
          completion: reply.usage.completion + 5000,
          total: reply.usage.total + 5000,
        },
      }),
    },
    { also: ['*/counts', '*/usage'], kills: ['assert:completion-at-most'] },
  ),
  mutant(
    'reasoning-unclosed',
    'Reasoning stands in the text, and its tag is never closed.',
    ['D36'],
    { reply: everyText((text) => `<reasoning>Let me think. ${text}`) },
    {
      also: ['*/reasoning-placement', 'reasoning.tags/no-tags'],
      kills: ['assert:reasoning-balanced'],
    },
  ),
  mutant(
    'reasoning-per-delta',
    'Each delta of the reasoning is wrapped in tags of its own, and the last is left open.',
    ['D36', 'RZ-05'],
    {
      reply: everyText((text) => `<reasoning>Let</reasoning><reasoning>me<reasoning>think${text}`),
    },
    {
      also: ['*/reasoning-placement', 'reasoning.tags/no-tags'],
      kills: ['assert:reasoning-balanced'],
    },
  ),
]
