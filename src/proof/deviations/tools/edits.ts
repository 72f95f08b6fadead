/** Edits of tool calls, and their paths in OpenAI answers. */
import { asObject } from '../../../reference/json.ts'
import type { CalledTool } from '../../../reference/model/prompt.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { countTokens } from '../../../reference/model/tokens.ts'

export const callsInMessage = 'choices/*/message/tool_calls'
export const callsInDelta = 'choices/*/delta/tool_calls'

/** Changes every call of a reply. */
export function eachCall(edit: (called: CalledTool) => CalledTool): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => ({
      ...choice,
      toolCalls: choice.toolCalls.map(edit),
    })),
  })
}

/** Changes the value of every argument. */
export function eachValue(edit: (value: unknown) => unknown): (reply: Reply) => Reply {
  return eachCall((called) => {
    const given = Object.entries(asObject(JSON.parse(called.arguments)))
    const edited = Object.fromEntries(given.map(([name, value]) => [name, edit(value)]))
    return { ...called, arguments: JSON.stringify(edited) }
  })
}

/** Counts what an edit of calls takes away or adds, as where the model itself had written it so. */
export function recounted(edit: (reply: Reply) => Reply): (reply: Reply) => Reply {
  return (reply) => {
    const edited = edit(reply)
    const more = tokensOfCalls(edited) - tokensOfCalls(reply)
    const { completion, total } = reply.usage
    const usage = { ...reply.usage, completion: completion + more, total: total + more }
    return { ...edited, usage }
  }
}

function tokensOfCalls({ choices }: Reply): number {
  const calls = choices.flatMap(({ toolCalls }) => toolCalls)
  return calls.reduce((sum, called) => sum + countTokens(called.arguments), 0)
}
