/** The text of an answer is altered. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { everyText } from './edits.ts'
import { answersResidue } from './residue.ts'

export const answersText: readonly Deviation[] = [
  {
    id: 'json-fenced',
    kind: 'mutant',
    about: 'JSON is wrapped in a Markdown fence.',
    seen: ['D48', 'venice#264'],
    kills: ['rule:openai.response-format'],
    hooks: {
      reply: (reply, call) =>
        /"response_format"/u.test(Buffer.from(call.body).toString('utf8'))
          ? everyText((text) => `\`\`\`json\n${text}\n\`\`\``)(reply)
          : reply,
    },
  },
  {
    id: 'line-breaks-lost',
    kind: 'mutant',
    about: 'Line breaks of answers become blanks.',
    seen: ['AM-01', 'CV-01'],
    kills: [
      'sampling.low-temperature/lines-kept',
      'stream-text.to-the-end/line-kept',
      'messages.stop-sequence/line-breaks-kept',
      'converse-answers.stop-sequence/line-breaks-kept',
      'twins.stop/line-breaks-kept',
      'messages.translated-stop/line-breaks-kept',
    ],
    also: ['*/layout-kept'],
    hooks: { reply: everyText((text) => text.replaceAll('\n', ' ')) },
  },
  {
    id: 'line-breaks-escaped',
    kind: 'mutant',
    about: 'Line breaks of answers become a backslash and an n, as those of JSON in JSON.',
    seen: ['AM-01', 'CV-01'],
    kills: ['stream-text.to-the-end/not-escaped', 'sampling.low-temperature/lines-kept'],
    hooks: { reply: everyText((text) => text.replaceAll('\n', String.raw`\n`)) },
  },
  {
    id: 'other-conversations-leak',
    kind: 'mutant',
    about: 'Answers of other clients are appended.',
    seen: ['ogx#3924'],
    kills: ['assert:no-foreign'],
    also: ['*/usage', '*/message-usage', '*/no-crosstalk', '*/invocation-metrics'],
    hooks: {
      reply: (reply, call) => {
        const heard = (call.memory.get('heard') as readonly string[] | undefined) ?? []
        call.memory.set('heard', [...heard, reply.choices[0]?.text ?? ''].slice(-60))
        return everyText((text) => [text, ...heard].join(' '))(reply)
      },
    },
  },
  {
    id: 'control-tokens-leak',
    kind: 'mutant',
    about: "The model's control tokens reach the client.",
    seen: ['RZ-02'],
    kills: ['*/no-control-tokens'],
    hooks: {
      reply: everyText((text) => `<|channel|>final<|message|>${text}`),
    },
  },
  {
    id: 'answer-empty',
    kind: 'mutant',
    about: 'The answer has reasoning and no text.',
    seen: ['D38'],
    kills: ['chat.developer-and-user/answers', 'twins.temperature/answers', 'assert:answer'],
    also: ['*/content-came', '*/all-came', 'messages.thinking/*text-beside-thinking'],
    hooks: {
      reply: everyText(() => ''),
    },
  },
  {
    id: 'every-third-answer-empty',
    kind: 'mutant',
    about: 'Every third answer is complete and has nothing in it, with 0 tokens.',
    seen: ['D38'],
    kills: ['assert:answer'],
    also: ['*'],
    hooks: {
      reply: (reply, call) => {
        const before = Number(call.memory.get('answers') ?? 0)
        call.memory.set('answers', before + 1)
        if (before % 3 !== 2) return reply
        const { prompt } = reply.usage
        return {
          ...reply,
          choices: reply.choices.map((choice) => ({
            ...choice,
            text: '',
            reasoning: '',
            toolCalls: [],
            finish: 'stop' as const,
          })),
          usage: { prompt, completion: 0, total: prompt, reasoning: 0 },
        }
      },
    },
  },
  ...[
    { id: 'long-answers-cut', on: apis.wholeAnswers, where: 'Whole answers' },
    { id: 'long-chat-streams-cut', on: apis.chatStreams, where: 'Chat streams' },
    { id: 'long-converse-streams-cut', on: apis.converseStreams, where: 'Streams of Converse' },
    { id: 'long-responses-cut', on: apis.responses, where: 'Responses' },
    { id: 'long-messages-cut', on: apis.anthropic, where: 'Messages' },
    { id: 'long-invoke-streams-cut', on: apis.invokeStreams, where: 'Streams of InvokeModel' },
  ].map(({ id, on, where }): Deviation => ({
    id,
    kind: 'mutant',
    about: `${where} that are long end early and are marked as complete.`,
    seen: ['Portkey#1142', 'ST-15'],
    apis: on,
    kills: ['stream-text.to-the-end/last-item*'],
    also: ['*'],
    hooks: { reply: everyText((text) => (text.length > 250 ? text.slice(0, 250) : text)) },
  })),
  {
    id: 'long-answers-lose-a-part',
    kind: 'mutant',
    about: 'Long answers lose a part in their middle.',
    seen: ['ST-15'],
    kills: ['stream-text.to-the-end/last-item*'],
    also: ['*'],
    hooks: {
      reply: everyText((text) => (text.length > 250 ? text.slice(0, 120) + text.slice(180) : text)),
    },
  },
  {
    id: 'text-of-no-use',
    kind: 'mutant',
    about: 'Every answer is that the assistant cannot help.',
    seen: ['constant'],
    kills: ['assert:answer'],
    also: ['*/all-came'],
    hooks: {
      reply: everyText((text) => (text === '' ? text : 'I am sorry, I cannot help with that.')),
    },
  },
  {
    id: 'text-html-escaped',
    kind: 'mutant',
    about: 'The text is HTML-escaped.',
    seen: ['ST-17'],
    kills: ['*/echoes'],
    hooks: {
      reply: everyText((text) =>
        text.replaceAll(/[&<>"'\u0080-\u{10FFFF}]/gu, (char) => `&#${char.codePointAt(0)};`),
      ),
    },
  },
  {
    id: 'text-in-ascii',
    kind: 'mutant',
    about: 'Characters beyond ASCII are missing from the text.',
    seen: ['D27'],
    kills: ['*/echoes'],
    hooks: { reply: everyText((text) => text.replaceAll(/[^ -~\s]/gu, '')) },
  },
  {
    id: 'text-mojibake',
    kind: 'mutant',
    about: 'UTF-8 is read as Latin-1 and encoded again.',
    seen: ['D27'],
    kills: ['*/echoes'],
    also: ['invoke-families.*/line-whole', '*no-token-marks'],
    hooks: { reply: everyText((text) => Buffer.from(text, 'utf8').toString('latin1')) },
  },
  {
    id: 'text-without-astral',
    kind: 'mutant',
    about: 'Characters outside the basic multilingual plane become U+FFFD.',
    seen: ['D27', 'continue#13181'],
    kills: ['*/characters-whole'],
    also: ['*/utf8'],
    hooks: { reply: everyText((text) => text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '\uFFFD')) },
  },
  {
    id: 'text-cut-in-half',
    kind: 'mutant',
    about: 'Only the first half of every text is sent.',
    seen: ['D34'],
    kills: ['stream-text.to-the-end/last-item*'],
    hooks: { reply: everyText((text) => text.slice(0, Math.ceil(text.length / 2))) },
  },
  {
    id: 'text-with-template',
    kind: 'mutant',
    about: 'The text ends with the end-of-turn token of the model.',
    seen: ['RZ-02'],
    kills: ['*/no-control-tokens'],
    hooks: { reply: everyText((text) => `${text}<|eot_id|>`) },
  },
  {
    id: 'text-with-end-token',
    kind: 'mutant',
    about: 'The text ends with the end token of Llama 2 and Mistral.',
    seen: ['RZ-02'],
    kills: ['*/no-control-tokens'],
    hooks: { reply: everyText((text) => `${text}</s>`) },
  },
  {
    id: 'text-escaped',
    kind: 'mutant',
    about: 'Texts are escaped as if they went into HTML.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/not-escaped'],
    also: ['assert:*', '*/*-schema'],
    hooks: {
      reply: everyText((text) =>
        text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      ),
    },
  },
  {
    id: 'text-with-role',
    kind: 'mutant',
    about: 'The text begins with the header of the model’s template.',
    seen: ['RZ-02'],
    kills: ['*/no-control-tokens'],
    hooks: {
      reply: everyText((text) => `<|start_header_id|>assistant<|end_header_id|>\n\n${text}`),
    },
  },
  ...answersResidue,
]
