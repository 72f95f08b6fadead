/** A tool is called twice where one call was needed. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import type { CalledTool } from '../../../reference/model/prompt.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { countTokens } from '../../../reference/model/tokens.ts'

const another = 'Tokyo'

/** The same call about something else; undefined where its first argument is no plain text. */
function sibling(called: CalledTool): CalledTool | undefined {
  const given = asObject(JSON.parse(called.arguments))
  const [first] = Object.entries(given)
  if (first === undefined || typeof first[1] !== 'string' || first[1] === another) return undefined
  const id = [...called.id].toReversed().join('')
  return { ...called, id, arguments: JSON.stringify({ ...given, [first[0]]: another }) }
}

function twice(choice: ReplyChoice): ReplyChoice {
  const [called, ...others] = choice.toolCalls
  const isOne = called !== undefined && others.length === 0 && choice.finish === 'tool'
  const more = isOne ? sibling(called) : undefined
  return more === undefined ? choice : { ...choice, toolCalls: [...choice.toolCalls, more] }
}

function isOneAtATime(body: string): boolean {
  return /"(?:parallel_tool_calls":\s?false|disable_parallel_tool_use":\s?true)/u.test(body)
}

/** Tokens that the request allows, by whatever name its API has for them. */
function limitIn(body: string): number {
  const [, limit] = /"max_?(?:completion_|output_)?tokens":\s?(\d+)/iu.exec(body) ?? []
  return Number(limit ?? Infinity)
}

function calledTwice(reply: Reply, call: Call): Reply {
  const body = Buffer.from(call.body).toString('utf8')
  if (isOneAtATime(body)) return reply
  const choices = reply.choices.map(twice)
  const added = choices.flatMap(({ toolCalls }, at) =>
    toolCalls.slice(reply.choices[at]?.toolCalls.length),
  )
  const more = added.reduce((sum, one) => sum + countTokens(`${one.name}${one.arguments}`), 0)
  const { completion, total } = reply.usage
  if (completion + more > limitIn(body)) return reply
  const usage = { ...reply.usage, completion: completion + more, total: total + more }
  return { ...reply, choices, usage }
}

export const toolsTwice: readonly Deviation[] = [
  {
    id: 'second-call-added',
    kind: 'oddity',
    about: 'The tool that is asked for is called for another city, too.',
    seen: ['OpenAI schema'],
    sees: ['converse-tools.*', 'tool-forced.*', 'tools.named/*', 'tool-choice.*', 'messages.*'],
    hooks: { reply: calledTwice },
  },
]
