/** A reply as a Response object (OpenAI Response). */
import type { JsonObject } from '../../answer.ts'
import { asObject } from '../../json.ts'
import type { Reply, ReplyUsage } from '../../model/reply.ts'
import type { ResponsesRequest } from './read.ts'

/** gpt-oss shows what it thinks; what GPT-5 thinks on bedrock-runtime stays hidden. */
export interface ResponsesDialect {
  readonly showsReasoning: boolean
}

/** The whole response, finished. */
export function responseBody(
  reply: Reply,
  request: ResponsesRequest,
  dialect: ResponsesDialect,
): JsonObject {
  const isCut = reply.choices[0]?.finish === 'length'
  return {
    ...responseHead(reply, request),
    status: isCut ? 'incomplete' : 'completed',
    completed_at: isCut ? null : Math.floor(Date.now() / 1000),
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    output: outputItems(reply, request, dialect),
    usage: usageBody(reply.usage),
  }
}

/** The response before there is anything in it. */
export function responseHead({ id, created, model }: Reply, { body, store }: ResponsesRequest) {
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created,
    status: 'in_progress',
    background: body['background'] === true,
    completed_at: null,
    error: null,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    max_tool_calls: body['max_tool_calls'] ?? null,
    metadata: body['metadata'] ?? {},
    model,
    output: [],
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: body['previous_response_id'] ?? null,
    reasoning: { effort: 'medium', summary: null, ...asObject(body['reasoning']) },
    service_tier: 'default',
    store,
    temperature: body['temperature'] ?? 1,
    text: { format: { type: 'text' }, verbosity: 'medium', ...asObject(body['text']) },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_logprobs: body['top_logprobs'] ?? 0,
    top_p: body['top_p'] ?? 1,
    truncation: body['truncation'] ?? 'disabled',
    usage: null,
  } satisfies JsonObject
}

function usageBody({ prompt, completion, total, reasoning }: ReplyUsage): JsonObject {
  return {
    input_tokens: prompt,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: completion,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: total,
  }
}

/** Reasoning first, then the answer or the calls; what the limit cut is incomplete. */
function outputItems(
  reply: Reply,
  { encrypted }: ResponsesRequest,
  { showsReasoning }: ResponsesDialect,
): readonly JsonObject[] {
  const [choice] = reply.choices
  if (choice === undefined) return []
  const { text, reasoning, toolCalls, finish } = choice
  const items: JsonObject[] = []
  if (reasoning !== '') {
    items.push({
      id: `rs_${reply.id}`,
      type: 'reasoning',
      summary: [],
      ...(showsReasoning && { content: [{ type: 'reasoning_text', text: reasoning }] }),
      ...(encrypted && { encrypted_content: Buffer.from(reasoning).toString('base64') }),
    })
  }
  if (text !== '' || (toolCalls.length === 0 && finish !== 'length')) {
    items.push({
      id: `msg_${reply.id}`,
      type: 'message',
      status: finish === 'length' ? 'incomplete' : 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    })
  }
  const calls = toolCalls.map((called, at) => ({
    id: `fc_${reply.id}_${at}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_${called.id}`,
    name: called.name,
    arguments: called.arguments,
  }))
  return [...items, ...calls]
}
