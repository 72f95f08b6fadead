/** What stands in the text beside tool calls. */
import type { Deviation } from '../../../reference/deviation.ts'
import type { CalledTool } from '../../../reference/model/prompt.ts'
import type { Reply } from '../../../reference/model/reply.ts'

/** Answers that call tools, with another text beside the calls. */
function beside(textOf: (first: CalledTool) => string): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => {
      const [first] = choice.toolCalls
      return first === undefined ? choice : { ...choice, text: textOf(first) }
    }),
  })
}

function json(called: CalledTool): string {
  return `{"name": "${called.name}", "arguments": ${called.arguments}}`
}

interface Left {
  readonly id: string
  readonly about: string
  readonly textOf: (first: CalledTool) => string
}

/** Of several calls the last is not parsed, and left in the text. */
function lastLeft(reply: Reply): Reply {
  return {
    ...reply,
    choices: reply.choices.map((choice) => {
      const last = choice.toolCalls.at(-1)
      if (last === undefined || choice.toolCalls.length < 2) return choice
      return { ...choice, text: json(last), toolCalls: choice.toolCalls.slice(0, -1) }
    }),
  }
}

export const toolsBeside: readonly Deviation[] = [
  {
    id: 'last-call-left',
    kind: 'mutant',
    about: 'Of several calls the last is left in the text, as JSON.',
    seen: ['TL-05'],
    kills: ['tool-choice.two-cities*/no-raw-calls'],
    also: ['*/no-raw-calls', '*/two-calls', '*/own-arguments', '*/called', 'tool-choice.*'],
    hooks: { reply: lastLeft },
  },
  ...(
    [
      {
        id: 'call-markup-left',
        about: 'The text holds a call as the model wrote it, with its marks.',
        textOf: (called) => `<tool_call>\n${json(called)}\n</tool_call>`,
      },
      {
        id: 'call-json-left',
        about: 'The text is the JSON of a call.',
        textOf: json,
      },
      {
        id: 'arguments-left',
        about: 'The text is a block of code with the arguments of a call.',
        textOf: (called) => `\`\`\`json\n${called.arguments}\n\`\`\``,
      },
      {
        id: 'no-text-as-none',
        about: 'Where a call has no text beside it, the text is None.',
        textOf: () => 'None',
      },
      {
        id: 'no-text-as-placeholder',
        about: 'Where a call has no text beside it, the text is a placeholder.',
        textOf: () => '(no content)',
      },
      {
        id: 'call-of-program-left',
        about: 'The text is the call as a program would write it.',
        textOf: (called) => `${called.name}(${called.arguments})`,
      },
    ] satisfies readonly Left[]
  ).map(({ id, about, textOf }: Left): Deviation => ({
    id,
    kind: 'mutant',
    about,
    seen: ['TL-05'],
    kills: ['tool-forced.named*/no-raw-calls', 'invoke-families.claude-tools/no-raw-calls'],
    also: ['*/no-raw-calls'],
    hooks: { reply: beside(textOf) },
  })),
  {
    id: 'calls-explained',
    kind: 'oddity',
    about: 'The text beside a call says what is called, and with what.',
    seen: ['OpenAI schema'],
    sees: ['*/no-raw-calls', 'tool-forced.*', 'tools.named/*'],
    hooks: {
      reply: beside(
        (called) => `None is known yet: I call ${called.name} with ${called.arguments}.`,
      ),
    },
  },
]
