/** The text of the prompt is altered before the model sees it. */
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asObject, asString } from '../../../reference/json.ts'
import { countTokens } from '../../../reference/model/tokens.ts'
import { percentDecoded } from '../../../model/text/percent.ts'
import { counted } from '../answers/edits.ts'
import { withMembers } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { asking, eachMessage, messages } from './edits.ts'

/** Changes every text of a request: of its messages, its system blocks, its prompt. */
function texts(edit: (text: string) => string): (request: unknown) => unknown {
  const content = (value: unknown): unknown => {
    if (typeof value === 'string') return edit(value)
    if (!Array.isArray(value)) return value
    return value.map((part) => {
      const text = asString(asObject(part)['text'])
      return text === undefined ? part : { ...asObject(part), text: edit(text) }
    })
  }
  return (request) => {
    const { prompt, system } = asObject(request)
    const edited = messages((all) =>
      all.map((one) => ({ ...one, content: content(one['content']) })),
    )(request)
    return withMembers(edited, {
      ...(typeof prompt === 'string' && { prompt: edit(prompt) }),
      ...(Array.isArray(system) && { system: content(system) }),
    })
  }
}

/** Characters that reach the model of those servers that leave out the others. */
const contextLength = 16_000

/** Texts that are longer reach the model cut, and are counted as they were sent. */
function shortened(cut: (text: string) => string): Hooks {
  return {
    request: (request, call) => {
      let lost = 0
      const edited = texts((text) => {
        const kept = text.length > contextLength ? cut(text) : text
        lost += countTokens(text) - countTokens(kept)
        return kept
      })(request)
      call.memory.set(`lost ${call.requestId}`, lost)
      return edited
    },
    reply: (reply, call) => {
      const lost = Number(call.memory.get(`lost ${call.requestId}`) ?? 0)
      return counted(({ prompt, total }) => ({ prompt: prompt + lost, total: total + lost }))(reply)
    },
  }
}

export const requestsPrompt: readonly Deviation[] = [
  {
    id: 'parts-as-json',
    kind: 'mutant',
    about: 'The model sees the parts of a message as JSON.',
    seen: ['CH-11'],
    apis: apis.chat,
    kills: ['prompt.counted/as-text'],
    hooks: asking((request) =>
      eachMessage(request, (message) =>
        Array.isArray(message['content'])
          ? { ...message, content: JSON.stringify(message['content']) }
          : message,
      ),
    ),
  },
  {
    id: 'prompt-in-ascii',
    kind: 'mutant',
    about: 'Characters of the prompt beyond ASCII become question marks.',
    seen: ['D27', 'ST-17'],
    kills: ['*/echoes'],
    hooks: { request: texts((text) => text.replaceAll(/[^ -~\s]/gu, '?')) },
  },
  {
    id: 'prompt-lower-case',
    kind: 'mutant',
    about: 'The prompt reaches the model in lower case.',
    seen: ['ST-17'],
    kills: ['tool-choice.two-cities/two-calls'],
    hooks: { request: texts((text) => text.toLowerCase()) },
  },
  {
    id: 'prompt-cut',
    kind: 'mutant',
    about: 'The prompt is cut after 40 characters.',
    seen: ['D64'],
    kills: ['*/echoes'],
    also: [
      'invoke-families.*/line-whole',
      'invoke-families.*/cut-by-length',
      'invoke-families.*/word-whole',
      '*/ends-whole',
      '*/refused',
    ],
    hooks: { request: texts((text) => text.slice(0, 40)) },
  },
  {
    id: 'long-texts-lose-their-start',
    kind: 'mutant',
    about: 'A long text reaches the model without its start, and is counted whole.',
    seen: ['ollama#4967', 'CH-12'],
    apis: apis.chat,
    kills: ['prompt.long/longer.found'],
    hooks: shortened((text) => text.slice(-contextLength)),
  },
  {
    id: 'long-texts-lose-their-middle',
    kind: 'mutant',
    about: 'A long text reaches the model without its middle, and is counted whole.',
    seen: ['ollama#3839', 'CH-12'],
    apis: apis.chat,
    kills: ['prompt.long/longer.found'],
    hooks: shortened((text) => text.slice(0, contextLength / 2) + text.slice(-contextLength / 2)),
  },
  {
    id: 'long-texts-lose-their-end',
    kind: 'mutant',
    about: 'A long text reaches the model without its end, and is counted whole.',
    seen: ['ollama#4967', 'CH-12'],
    apis: apis.chat,
    kills: ['prompt.long/longer.found'],
    hooks: shortened((text) => text.slice(0, contextLength)),
  },
  {
    id: 'prompt-normalised',
    kind: 'mutant',
    about: 'Whitespace and accents of the prompt are normalised.',
    seen: ['ST-17'],
    kills: ['*/echoes'],
    hooks: { request: texts((text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '')) },
  },
  {
    id: 'prompt-placeholders-filled',
    kind: 'mutant',
    about: 'What stands in braces in a prompt is filled as in a template, and lost.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/marks-kept'],
    also: ['*/result-used', '*/uses-result', '*/uses-the-result'],
    hooks: { request: texts((text) => text.replaceAll(/\{[^{}]*\}/gu, '')) },
  },
  {
    id: 'prompt-percent-decoded',
    kind: 'mutant',
    about: 'A prompt is decoded as the query of a URL is.',
    seen: ['CH-13'],
    kills: ['stream-text.to-the-end/marks-kept'],
    hooks: { request: texts((text) => percentDecoded(text.replaceAll('+', ' '))) },
  },
]
