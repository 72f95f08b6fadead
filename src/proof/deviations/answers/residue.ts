/** What a template or a tokenizer leaves in the text of an answer, without a mark that gives it away. */
import type { Deviation } from '../../../reference/deviation.ts'
import type { ReplyChoice } from '../../../reference/model/reply.ts'
import { apis } from '../scopes.ts'
import { complete, everyText } from './edits.ts'

const channels = ({ reasoning, text }: ReplyChoice) =>
  `analysis${reasoning || 'A plain answer will do.'}assistantfinal${text}`

const residue = ['*/no-template-text']
const marks = ['*/no-token-marks']
const tokens = ['*/no-control-tokens']

const dsml = '｜DSML｜'

function markup(calls: ReplyChoice['toolCalls']): string {
  const invoked = calls.map(({ name }) => `<${dsml}invoke name="${name}">\n</${dsml}invoke>`)
  return [`<${dsml}tool_calls>`, ...invoked, `</${dsml}tool_calls>`].join('\n')
}

const note = [
  '\n\nThe analysis is by Ċensu of the Ġgantija temples.',
  'User: is what some transcripts begin a line with; <pad> fills up a batch.',
  'DSML is a markup [think of it so], <unused> is no token, and a || b is no bar.',
  'ChatML puts a turn between <|im_start|> and <|im_end|>, and Llama 2 before [/INST].',
  'No more can be said by an assistant.',
].join('\n')

export const answersResidue: readonly Deviation[] = [
  {
    id: 'channels-as-words',
    kind: 'mutant',
    about: 'The text is all that the model wrote, the marks of its channels left out.',
    seen: ['RZ-02', 'lmstudio-bug-tracker#851'],
    kills: residue,
    also: ['*'],
    hooks: { reply: complete((choice) => ({ text: channels(choice), reasoning: '' })) },
  },
  {
    id: 'header-at-the-end',
    kind: 'mutant',
    about: 'The text ends with the header of the turn that the model would begin next.',
    seen: ['RZ-02'],
    kills: residue,
    also: ['*'],
    hooks: { reply: complete(({ text }) => ({ text: `${text}assistant\n\n` })) },
  },
  {
    id: 'header-on-its-line',
    kind: 'mutant',
    about: 'The header of the next turn is the last line of the text.',
    seen: ['RZ-02'],
    kills: residue,
    also: ['*'],
    hooks: { reply: complete(({ text }) => ({ text: `${text}\nassistant` })) },
  },
  {
    id: 'answer-between-tags',
    kind: 'mutant',
    about: 'The text stands between the tags that Hunyuan has for its answer.',
    seen: ['RZ-02'],
    kills: residue,
    also: ['*'],
    hooks: { reply: complete(({ text }) => ({ text: `<answer>\n${text}\n</answer>` })) },
  },
  {
    id: 'thoughts-under-a-heading',
    kind: 'mutant',
    about: 'The text begins with the reasoning, under the heading that Granite has for it.',
    seen: ['RZ-02'],
    kills: residue,
    also: ['*'],
    hooks: {
      reply: complete(({ reasoning, text }) =>
        reasoning === ''
          ? {}
          : {
              text: `Here is my thought process:\n${reasoning}\n\nHere is my response:\n${text}`,
              reasoning: '',
            },
      ),
    },
  },
  {
    id: 'runs-on',
    kind: 'mutant',
    about: 'The answer goes on with a turn of the user and another one of the model.',
    seen: ['RZ-02', 'llama.cpp#6837'],
    kills: residue,
    also: ['*'],
    hooks: {
      reply: complete(({ text }) => ({
        text: `${text}\n\nUser: Thank you!\nAssistant: You are welcome.`,
      })),
    },
  },
  {
    id: 'instructions-run-on',
    kind: 'mutant',
    about: 'The answer goes on with an instruction and a response in the form of Alpaca.',
    seen: ['RZ-02', 'llama.cpp#6837'],
    kills: residue,
    also: ['*'],
    hooks: {
      reply: complete(({ text }) => ({
        text: `${text}\n\n### Instruction:\nSay more.\n\n### Response:\nThere is no more.`,
      })),
    },
  },
  {
    id: 'reasoning-in-text-too',
    kind: 'mutant',
    about: 'The text begins with the reasoning, which is in a member of its own, too.',
    seen: ['RZ-01', 'agents#248'],
    kills: ['*/reasoning-apart'],
    also: ['*'],
    hooks: {
      reply: complete(({ reasoning, text }) =>
        reasoning === '' ? {} : { text: `${reasoning}\n\n${text}` },
      ),
    },
  },
  {
    id: 'thinking-in-text-too',
    kind: 'mutant',
    about: 'The text of a message begins with the thinking that stands in a block of its own, too.',
    seen: ['AM-01', 'agents#248'],
    apis: apis.messages,
    kills: ['messages.thinking/*.reasoning-apart'],
    also: ['*'],
    hooks: {
      reply: complete(({ reasoning, text }) =>
        reasoning === '' ? {} : { text: `${reasoning}\n\n${text}` },
      ),
    },
  },
  {
    id: 'message-thought-tagged',
    kind: 'mutant',
    about: 'Messages begin with the reasoning in tags, as where no parser takes it out.',
    seen: ['RZ-05', 'AM-01'],
    apis: apis.messages,
    kills: ['*/no-tagged-thought'],
    also: ['*'],
    hooks: {
      reply: complete(({ text }) => ({
        text: `<think>\nThe user asks me something.\n</think>\n\n${text}`,
      })),
    },
  },
  {
    id: 'blanks-of-sentencepiece',
    kind: 'mutant',
    about: 'Blanks are the mark that SentencePiece has for them.',
    seen: ['CH-13', 'llama.cpp#2743'],
    kills: marks,
    also: ['*'],
    hooks: { reply: everyText((text) => text.replaceAll(' ', '▁')) },
  },
  {
    id: 'blanks-of-byte-tokens',
    kind: 'mutant',
    about: 'Blanks and line breaks are the marks that byte-level tokenizers have for them.',
    seen: ['CH-13'],
    kills: marks,
    also: ['*'],
    hooks: { reply: everyText((text) => text.replaceAll(' ', 'Ġ').replaceAll('\n', 'Ċ')) },
  },
  {
    id: 'line-breaks-as-bytes',
    kind: 'mutant',
    about: 'Line breaks are the tokens that SentencePiece has for their byte.',
    seen: ['CH-13'],
    kills: marks,
    also: ['*'],
    hooks: { reply: everyText((text) => text.replaceAll('\n', '<0x0A>')) },
  },
  {
    id: 'text-with-reserved-token',
    kind: 'mutant',
    about: 'The text ends with a token of Llama that has a number.',
    seen: ['RZ-02'],
    kills: tokens,
    hooks: { reply: complete(({ text }) => ({ text: `${text}<|reserved_special_token_5|>` })) },
  },
  {
    id: 'reasoning-between-tokens',
    kind: 'mutant',
    about: 'The reasoning stands in the text, between the tokens that Mistral has for it.',
    seen: ['RZ-02', 'vllm-mlx#599'],
    kills: tokens,
    also: ['*'],
    hooks: {
      reply: complete(({ reasoning, text }) =>
        reasoning === '' ? {} : { text: `[THINK]${reasoning}[/THINK]${text}`, reasoning: '' },
      ),
    },
  },
  {
    id: 'reasoning-between-marks',
    kind: 'mutant',
    about: 'The reasoning stands in the text, between the tokens that Kimi has for it.',
    seen: ['RZ-02'],
    kills: tokens,
    also: ['*'],
    hooks: {
      reply: complete(({ reasoning, text }) =>
        reasoning === '' ? {} : { text: `◁think▷${reasoning}◁/think▷${text}`, reasoning: '' },
      ),
    },
  },
  {
    id: 'calls-as-markup',
    kind: 'mutant',
    about: 'Calls are left in the text, in the markup of DeepSeek.',
    seen: ['RZ-02', 'sglang#40236'],
    kills: ['tool-forced.named*/no-control-tokens'],
    also: ['*'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) =>
          choice.toolCalls.length === 0
            ? choice
            : { ...choice, text: markup(choice.toolCalls), toolCalls: [], finish: 'stop' as const },
        ),
      }),
    },
  },
  {
    id: 'text-with-eos',
    kind: 'mutant',
    about: 'The text ends with the end token of Gemma.',
    seen: ['RZ-02'],
    kills: tokens,
    hooks: { reply: complete(({ text }) => ({ text: `${text}<eos>` })) },
  },
  {
    id: 'answer-twice',
    kind: 'mutant',
    about: 'The answer comes twice, as from a retry that appends.',
    seen: ['ST-15'],
    kills: ['*/said-once'],
    also: ['*'],
    hooks: { reply: complete(({ text }) => ({ text: text + text })) },
  },
  {
    id: 'reasoning-twice',
    kind: 'mutant',
    about: 'The reasoning comes twice, as where its whole text follows its deltas.',
    seen: ['ST-15', 'RZ-02'],
    kills: ['*/said-once'],
    also: ['*'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          reasoning: choice.reasoning + choice.reasoning,
        })),
      }),
    },
  },
  {
    id: 'answers-about-templates',
    kind: 'oddity',
    about: 'Answers with code end with a note that has the letters and words of templates in it.',
    seen: ['OpenAI schema'],
    sees: ['effort.prompts*/*'],
    hooks: {
      reply: complete(({ text }) => (text.includes('```') ? { text: text + note } : {})),
    },
  },
]
