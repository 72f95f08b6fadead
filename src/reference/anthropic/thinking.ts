/** `thinking` of a request to Claude (API reference, extended thinking). */
import type { JsonObject } from '../answer.ts'
import { asObject } from '../json.ts'
import type { Prompt } from '../model/prompt.ts'

/** Smallest `budget_tokens`. */
const leastBudget = 1024

const types = ['adaptive', 'between_tools', 'disabled', 'enabled']

/** Whether the model thinks before it answers: only where it is asked to. */
export function thinks({ thinking }: JsonObject): boolean {
  const { type } = asObject(thinking)
  return type === 'enabled' || type === 'adaptive'
}

/** Why `thinking` does not go with the rest of the request; undefined where it does. */
export function thinkingProblem(
  fields: JsonObject,
  asked: Pick<Prompt, 'maxTokens' | 'temperature' | 'topP' | 'toolChoice'>,
): string | undefined {
  const { thinking } = fields
  if (thinking === undefined || thinking === null) return undefined
  const { type, budget_tokens: budget } = asObject(thinking)
  if (typeof type !== 'string' || !types.includes(type)) {
    return `thinking: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${types.map((one) => `'${one}'`).join(', ')}`
  }
  if (!thinks(fields)) return undefined
  return (type === 'enabled' ? budgetProblem(budget, asked) : undefined) ?? otherProblem(asked)
}

function budgetProblem(budget: unknown, { maxTokens }: Pick<Prompt, 'maxTokens'>) {
  const at = 'thinking.enabled.budget_tokens'
  if (budget === undefined) return `${at}: Field required`
  if (!Number.isInteger(budget)) return `${at}: Input should be a valid integer`
  if (Number(budget) < leastBudget) {
    return `${at}: Input should be greater than or equal to ${leastBudget}`
  }
  return Number(budget) < (maxTokens ?? Infinity)
    ? undefined
    : '`max_tokens` must be greater than `thinking.budget_tokens`.'
}

function otherProblem({
  temperature = 1,
  topP = 1,
  toolChoice,
}: Parameters<typeof thinkingProblem>[1]) {
  if (temperature !== 1) return '`temperature` may only be set to 1 when thinking is enabled.'
  if (topP < 0.95) {
    return '`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.'
  }
  return toolChoice === 'auto' || toolChoice === 'none'
    ? undefined
    : 'Thinking may not be enabled when tool_choice forces tool use.'
}
