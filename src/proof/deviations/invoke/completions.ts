/** Completions of Mistral, DeepSeek, Titan and Llama are not what the model wrote. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { inChunks } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { sentIn } from '../edits/sent.ts'

const ofTexts = /mistral|deepseek|titan-text/u
const ofLlama = /llama/u

/** Changes what the models of these ids write. */
function writing(models: RegExp, edit: (text: string, call: Call) => string): Hooks {
  return {
    reply: (reply, call) =>
      models.test(call.path)
        ? {
            ...reply,
            choices: reply.choices.map((one) => ({ ...one, text: edit(one.text, call) })),
          }
        : reply,
  }
}

function promptOf(call: Call): string {
  const { prompt, inputText } = sentIn(call)
  return String(prompt ?? inputText)
}

const lines = [
  'invoke-families.mistral/word-whole',
  'invoke-families.deepseek/word-whole',
  'invoke-families.titan-text/word-whole',
]
const given = ['*/deltas-add', 'assert:answer', 'prompt.*', 'context.*', 'memory.*']

export const invokeCompletions: readonly Deviation[] = [
  {
    id: 'completions-of-other-words',
    kind: 'mutant',
    about: 'Mistral, DeepSeek and Titan Text write other words than the model.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: lines,
    also: given,
    hooks: writing(ofTexts, (text) => text.replaceAll(/[^\s]+/gu, 'lorem')),
  },
  {
    id: 'family-texts-empty',
    kind: 'mutant',
    about: 'The texts of Mistral, DeepSeek and Titan Text are empty.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: [
      'invoke-families.mistral/answers',
      'invoke-families.deepseek/answers',
      'invoke-families.titan-text/answers',
    ],
    also: [...given, ...lines],
    hooks: writing(ofTexts, () => ''),
  },
  {
    id: 'completions-lose-chunks',
    kind: 'mutant',
    about: 'Every third chunk of Mistral and Titan Text comes without its text.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    kills: ['invoke-families.mistral/line-whole', 'invoke-families.titan-text/line-whole'],
    also: given,
    hooks: {
      chunks: (chunks) =>
        ['outputs/0/text', 'outputText'].reduce(
          (all, path) =>
            inChunks(
              path,
              () => '',
              (at) => at % 3 === 2,
            )(all),
          [...chunks],
        ),
    },
  },
  {
    id: 'completions-lose-characters',
    kind: 'mutant',
    about: 'Characters beyond ASCII are lost from the texts of Mistral and Titan Text.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['invoke-families.mistral/line-whole', 'invoke-families.titan-text/line-whole'],
    also: given,
    hooks: writing(/mistral|titan-text/u, (text) => text.replaceAll(/[^ -~\s]/gu, '')),
  },
  {
    id: 'completions-after-prompt',
    kind: 'mutant',
    about: 'Mistral, DeepSeek and Titan Text give the prompt back before they complete it.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/prompt-not-given-back'],
    also: [...given, '*/no-control-tokens'],
    hooks: writing(ofTexts, (text, call) => `${promptOf(call)} ${text}`),
  },
  {
    id: 'completions-after-mark',
    kind: 'mutant',
    about: 'Texts begin with the mark that ends the prompt of their template.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: [
      'invoke-families.mistral/no-control-tokens',
      'invoke-families.deepseek/no-control-tokens',
      'chat.simple/no-control-tokens',
    ],
    also: [...given, '*/no-control-tokens', '*/suggested', '*/no-header'],
    hooks: writing(/mistral|deepseek|llama/u, (text, call) => {
      if (ofLlama.test(call.path)) return `<|start_header_id|>assistant<|end_header_id|>\n\n${text}`
      return `${call.path.includes('mistral') ? '[/INST]' : '<｜Assistant｜>'} ${text}`
    }),
  },
  {
    id: 'generation-after-role',
    kind: 'mutant',
    about: 'The generation of Llama begins with the role of its header.',
    seen: ['IV-02'],
    apis: apis.invoke,
    kills: ['chat.simple/no-header'],
    also: given,
    hooks: writing(ofLlama, (text) => `assistant\n\n${text}`),
  },
]
