/** Reasoning is returned in the wrong member. */
import type { Call } from '../../../reference/call.ts'
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { contentOf, eachChoice, withContent, withMembers } from '../edits/members.ts'
import { inBody, inChunks } from '../edits/path.ts'
import { apis, endpoints } from '../scopes.ts'
import { counted, everyText } from './edits.ts'
import { sentIn } from '../edits/sent.ts'

/** Whether a model may think before it answers. */
function thinks(call: Call): boolean {
  return sentIn(call)['reasoning_effort'] !== 'none'
}

const thoughtBeside = inBody('choices/*/message', (message) =>
  withMembers(message, { reasoning_content: 'Let me think.' }),
)

/** Puts reasoning in tags at the start of the content, as the real runtime does; Claude's is in blocks. */
function tagged(reply: Reply, { path }: Call): Reply {
  if (path.includes('anthropic')) return reply
  return {
    ...reply,
    choices: reply.choices.map((choice) => ({
      ...choice,
      text:
        choice.reasoning === ''
          ? choice.text
          : `<reasoning>${choice.reasoning}</reasoning>${choice.text}`,
    })),
  }
}

/** The reasoning of messages and of deltas in another form, where it is a text. */
function inReasoning(edit: (text: string) => JsonObject): Required<Pick<Hooks, 'body' | 'chunks'>> {
  const edited = (given: unknown): JsonObject => {
    const message = asObject(given)
    const { reasoning } = message
    return typeof reasoning === 'string' ? { ...message, ...edit(reasoning) } : message
  }
  return {
    body: inBody('choices/*/message', edited),
    chunks: inChunks('choices/*/delta', edited),
  }
}

/** Whether a chat completion or a response is asked for with a low effort, or none. */
function asksForLittle(call: Call): boolean {
  const request = sentIn(call)
  const effort = request['reasoning_effort'] ?? asObject(request['reasoning'])['effort']
  return ['none', 'minimal', 'low'].includes(String(effort))
}

export const answersReasoning: readonly Deviation[] = [
  {
    id: 'reasoning-in-think-tags',
    kind: 'mutant',
    about: 'Reasoning is in <think> tags inside the text.',
    seen: ['D36'],
    kills: ['*/reasoning-placement', 'assert:no-reasoning-tags'],
    also: ['*/no-tagged-thought'],
    hooks: {
      reply: everyText((text) => `<think>Let me see.</think>${text}`),
    },
  },
  {
    id: 'reasoning-passed-on',
    kind: 'mutant',
    about: 'Reasoning is in the text of a server that could remove it.',
    seen: ['D36', 'RZ-01'],
    endpoints: endpoints.openai,
    kills: ['assert:no-reasoning-tags'],
    also: ['*/no-tagged-thought', 'reasoning.tags/balanced'],
    hooks: { reply: everyText((text) => `<reasoning>Let me think.</reasoning>${text}`) },
  },
  {
    id: 'reasoning-unclosed',
    kind: 'mutant',
    about: 'Reasoning is in the text, and its tag is not closed.',
    seen: ['D36'],
    kills: ['assert:reasoning-balanced'],
    also: [
      '*/no-tagged-thought',
      '*/reasoning-placement',
      'assert:no-reasoning-tags',
      '*/tags-paired',
    ],
    hooks: { reply: everyText((text) => `<reasoning>Let me think. ${text}`) },
  },
  {
    id: 'reasoning-per-delta',
    kind: 'mutant',
    about: 'Each delta of the reasoning has its own tags, and the last is not closed.',
    seen: ['D36', 'RZ-05'],
    kills: ['assert:reasoning-balanced'],
    also: [
      '*/no-tagged-thought',
      '*/reasoning-placement',
      'assert:no-reasoning-tags',
      '*/tags-paired',
    ],
    hooks: {
      reply: everyText((text) => `<reasoning>Let</reasoning><reasoning>me<reasoning>think${text}`),
    },
  },
  {
    id: 'reasoning-wrapped-per-delta',
    kind: 'oddity',
    about: 'Each delta of the reasoning has its own tags, as on the real runtime.',
    seen: ['D36', 'RZ-05'],
    endpoints: endpoints.runtime,
    apis: apis.chunkStreams,
    hooks: {
      chunks: (chunks) => {
        const at = chunks.findIndex((chunk) => contentOf(chunk) !== undefined)
        const first = chunks[at]
        if (first === undefined || typeof first === 'string') return chunks
        const thoughts = ['Let me', ' think.'].map((text) =>
          withContent(first, `<reasoning>${text}</reasoning>`),
        )
        return [...chunks.slice(0, at), ...thoughts, ...chunks.slice(at)]
      },
    },
  },
  {
    id: 'reasoning-tags',
    kind: 'oddity',
    about: 'Reasoning is in <reasoning> tags at the start of the content, as on the real runtime.',
    seen: ['D36', 'notebook outputs'],
    endpoints: endpoints.runtime,
    apis: apis.completions,
    sees: ['reasoning.tags/*'],
    hooks: { reply: tagged },
  },
  {
    id: 'reasoning-content',
    kind: 'oddity',
    about: 'Reasoning is in a member reasoning_content.',
    seen: ['facts 1.6', 'openai-compatible servers'],
    endpoints: endpoints.openai,
    apis: apis.chat,
    hooks: {
      body: (body, call) => (thinks(call) ? thoughtBeside(body, call) : body),
      chunks: (chunks, call) =>
        chunks.flatMap((chunk, at) =>
          at === 0 && typeof chunk !== 'string' && thinks(call)
            ? [
                chunk,
                eachChoice(chunk, (choice) => ({
                  ...choice,
                  delta: { reasoning_content: 'Let me think.' },
                })),
              ]
            : [chunk],
        ),
    },
  },
  {
    id: 'reasoning-in-parts',
    kind: 'mutant',
    about: 'Reasoning is a list of parts, as messages of other APIs have it.',
    seen: ['openclaw#68418'],
    endpoints: endpoints.openai,
    apis: apis.chat,
    kills: ['*/reasoning-text'],
    also: ['assert:counted-came', 'effort.*'],
    hooks: inReasoning((text) => ({ reasoning: [{ type: 'thinking', thinking: text }] })),
  },
  {
    id: 'reasoning-details',
    kind: 'oddity',
    about: 'Reasoning comes as a text and, beside it, as the details of OpenRouter.',
    seen: ['openclaw#68418'],
    endpoints: endpoints.openai,
    apis: apis.chat,
    sees: ['*/reasoning-text'],
    hooks: inReasoning((text) => ({
      reasoning: text,
      reasoning_details: [{ type: 'reasoning.text', text, index: 0, format: 'unknown' }],
    })),
  },
  {
    id: 'answer-counted-as-reasoning',
    kind: 'mutant',
    about: 'All tokens are counted as reasoning.',
    seen: ['CH-06'],
    kills: ['stream-text.to-the-end/answer-counted'],
    also: ['assert:counted-came'],
    hooks: { reply: counted(({ completion }) => ({ reasoning: completion })) },
  },
  {
    id: 'answers-in-reasoning',
    kind: 'mutant',
    about: 'Where little is to be reasoned, the answer is taken for reasoning.',
    seen: ['vllm#40816'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['effort.little/has-an-answer', 'responses.little-effort/has-an-answer'],
    also: ['*'],
    hooks: {
      reply: (reply, call) => {
        if (!asksForLittle(call)) return reply
        const thought = (choice: ReplyChoice): ReplyChoice => ({
          ...choice,
          text: '',
          reasoning: choice.reasoning + choice.text,
        })
        return { ...reply, choices: reply.choices.map(thought) }
      },
    },
  },
]
