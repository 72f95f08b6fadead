/** Reads and validates a Converse request (botocore bedrock-runtime 2023-09-30). */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, isObject } from '../json.ts'
import { thinkingProblem, thinks } from '../anthropic/thinking.ts'
import { upToMark } from '../model/cache.ts'
import type { Effort, Prompt, PromptTurn } from '../model/prompt.ts'
import type { Family } from '../regions/models.ts'
import { readBlocks, readToolResults } from './blocks.ts'
import { constraint, invalid, positive, ranged } from './fields.ts'
import { readOutputConfig, requireKnownExtras } from './extras.ts'
import { readToolConfig } from './tool-config.ts'

const efforts = new Set<unknown>(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'])

/** The prompt behind a Converse body; refuses with 400 what the service refuses. */
export function readConverse(body: unknown, family: Family): Prompt {
  if (!isObject(body)) invalid('The request body must be a JSON object.')
  requireKnownExtras(body)
  const turns = [...readSystem(body['system']), ...readMessages(body, family)]
  const prompt = {
    family,
    turns,
    parallelTools: true,
    choices: 1,
    ...readOutputConfig(body),
    ...readToolConfig(body),
    ...readConfig(body),
    effort: readEffort(asObject(body['additionalModelRequestFields']), family),
    ...readCached(body, family),
  }
  const fields = asObject(body['additionalModelRequestFields'])
  const problem = family === 'claude' ? thinkingProblem(fields, prompt) : undefined
  if (problem !== undefined) invalid(`The model returned the following errors: ${problem}`)
  return prompt
}

/** What is kept for later requests: tools, system and messages up to the last cache point. */
function readCached(body: JsonObject, family: Family): Pick<Prompt, 'cached'> {
  const messages = asArray(body['messages']).map(asObject)
  const config = asObject(body['toolConfig'])
  const lists = [
    asArray(config['tools']),
    asArray(body['system']),
    ...messages.map(({ content }) => asArray(content)),
  ]
  const isMark = (block: unknown): boolean => 'cachePoint' in asObject(block)
  const [tools, system, ...kept] = upToMark(lists, isMark) ?? []
  if (tools === undefined) return {}
  const spoken = messages.flatMap((message, at) => {
    const content = kept[at]?.filter((block) => !isMark(block)) ?? []
    const { role } = message
    const isSpoken = content.length > 0 && (role === 'user' || role === 'assistant')
    return isSpoken ? readTurns({ ...message, content }, role, at, family) : []
  })
  const offered = tools.length === 0 ? [] : readToolConfig({ toolConfig: { tools } }).tools
  return { cached: { turns: [...readSystem(system), ...spoken], tools: offered } }
}

function readSystem(system: unknown): PromptTurn[] {
  if (system === undefined || system === null) return []
  if (!Array.isArray(system)) constraint(system, 'system', 'be a list')
  return system.flatMap((block, at) => {
    if (!isObject(block)) constraint(block, `system.${at + 1}.member`, 'be a structure')
    if (!('text' in block)) return []
    const text = block['text']
    if (typeof text !== 'string' || text.trim() === '') blank(`system.${at}`, 'SystemContentBlock')
    return [{ role: 'system' as const, text: String(text) }]
  })
}

function blank(at: string, name: string): never {
  return invalid(
    `The text field in the ${name} object at ${at} is blank. Add text to the text field, and try again.`,
  )
}

function readMessages(body: JsonObject, family: Family): PromptTurn[] {
  const messages = body['messages']
  if (messages !== undefined && messages !== null && !Array.isArray(messages)) {
    constraint(messages, 'messages', 'be a list')
  }
  const list = asArray(messages)
  if (list.length === 0) {
    invalid('The messages list is empty. Add at least one message, and try again.')
  }
  const roles = list.map((message, at) => readRole(message, at))
  checkRoles(roles)
  checkToolPairs(list)
  return list.flatMap((message, at) =>
    readTurns(asObject(message), roles[at] ?? 'user', at, family),
  )
}

type Role = 'user' | 'assistant'

function readRole(message: unknown, at: number): Role {
  if (!isObject(message)) constraint(message, `messages.${at + 1}.member`, 'be a structure')
  const role = message['role']
  if (role !== 'user' && role !== 'assistant') {
    constraint(role, `messages.${at + 1}.member.role`, 'satisfy enum value set: [user, assistant]')
  }
  return role
}

function checkRoles(roles: readonly Role[]): void {
  if (roles[0] !== 'user') {
    invalid(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    )
  }
  if (roles.some((role, at) => role === roles[at - 1])) {
    invalid(
      'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
    )
  }
  if (roles.at(-1) !== 'user') {
    invalid(
      'A conversation must end with a user message. Try again with a conversation that ends with a user message.',
    )
  }
}

function idsIn(message: unknown, member: 'toolUse' | 'toolResult'): string[] {
  return asArray(asObject(message)['content'])
    .map((block) => asObject(asObject(block)[member])['toolUseId'])
    .filter((id) => typeof id === 'string')
}

function repeatedIn(ids: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return ids.find((id) => seen.size === seen.add(id).size)
}

/** Each tool use is answered in the next message, and nothing else is. */
function checkToolPairs(messages: readonly unknown[]): void {
  let asked: ReadonlySet<string> = new Set()
  for (const [at, message] of messages.entries()) {
    const used = idsIn(message, 'toolUse')
    const repeated = repeatedIn(used)
    if (repeated !== undefined) {
      invalid(`The toolUse blocks at messages.${at}.content contain duplicate Ids: ${repeated}`)
    }
    const answered = new Set(idsIn(message, 'toolResult'))
    const missing = [...asked].filter((id) => !answered.has(id))
    if (missing.length > 0) {
      invalid(
        `Expected toolResult blocks at messages.${at}.content for the following Ids: ${missing.join(', ')}`,
      )
    }
    if ([...answered].some((id) => !asked.has(id))) {
      invalid(
        `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`,
      )
    }
    asked = new Set(used)
  }
}

function readTurns(message: JsonObject, role: Role, at: number, family: Family): PromptTurn[] {
  const { text, toolCalls } = readBlocks(message['content'], `messages.${at}`, family)
  const results = readToolResults(message['content'])
  if (role === 'assistant') return [{ role, text, ...(toolCalls.length > 0 && { toolCalls }) }]
  return results.length > 0 && text === '' ? results : [...results, { role, text }]
}

function readConfig(body: JsonObject): Pick<Prompt, 'stop' | 'maxTokens' | 'temperature' | 'topP'> {
  const given = body['inferenceConfig']
  if (given !== undefined && given !== null && !isObject(given)) {
    constraint(given, 'inferenceConfig', 'be a structure')
  }
  const config = asObject(given)
  const maxTokens = positive(config, 'maxTokens', 'inferenceConfig.maxTokens')
  const temperature = ranged(config, 'temperature', 'inferenceConfig.temperature', 0, 1)
  const topP = ranged(config, 'topP', 'inferenceConfig.topP', 0, 1)
  return {
    stop: readStops(config['stopSequences']),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  }
}

function readStops(stops: unknown): string[] {
  const at = 'inferenceConfig.stopSequences'
  if (stops === undefined || stops === null) return []
  if (!Array.isArray(stops)) constraint(stops, at, 'be a list')
  if (stops.length > 2500) constraint(stops.length, at, 'have length less than or equal to 2500')
  return stops.map((stop) => {
    if (typeof stop !== 'string' || stop === '') {
      constraint(stop, at, 'have length greater than or equal to 1')
    }
    return stop
  })
}

/** Claude thinks where it is asked to alone (recordings of langchain-aws). */
function readEffort(fields: JsonObject, family: Family): Effort {
  if (family === 'claude') return thinks(fields) ? 'medium' : 'none'
  const effort = fields['reasoning_effort']
  if (effort === undefined) return 'medium'
  if (!efforts.has(effort)) {
    constraint(
      effort,
      'additionalModelRequestFields.reasoning_effort',
      'satisfy enum value set: [low, medium, high]',
    )
  }
  return effort as Effort
}
