/** Converse answers whose members are missing, misplaced or of another type. */
import type { Api } from '../../../../reference/call.ts'
import { asArray, asObject, isObject } from '../../../../reference/json.ts'
import { mutant } from '../../edit.ts'
import { gone, inBody, inEvents, set } from '../../reach.ts'

const whole: { readonly apis: readonly Api[] } = { apis: ['converse'] }
const both: { readonly apis: readonly Api[] } = { apis: ['converse', 'converse-stream'] }
const schema = ['*/response-schema']
const blocks = 'output/message/content'

/** The same change in the body of Converse and the metadata of ConverseStream. */
function inTotals(path: string, edit: (value: unknown) => unknown) {
  return { body: inBody(path, edit), events: inEvents('metadata', path, edit) }
}

export const converseMutants = [
  mutant(
    'output-missing',
    'A message has no output.',
    ['CV-01'],
    { body: inBody('output', gone) },
    { also: ['*/blocks'], kills: schema, ...whole },
  ),
  mutant(
    'output-message-missing',
    'The output holds no message.',
    ['CV-01'],
    { body: inBody('output/message', gone) },
    { also: ['*/response-schema'], kills: ['*/blocks'], ...whole },
  ),
  mutant(
    'converse-role-user',
    'The message is the user’s.',
    ['CV-01'],
    {
      body: inBody('output/message/role', set('user')),
      events: inEvents('messageStart', 'role', set('user')),
    },
    { kills: ['*/blocks', '*/message-start'], ...both },
  ),
  mutant(
    'converse-role-missing',
    'The message does not say whose it is.',
    ['CV-01'],
    {
      body: inBody('output/message/role', gone),
      events: inEvents('messageStart', 'role', gone),
    },
    {
      also: ['*/blocks', '*/event-schema'],
      kills: ['*/response-schema', '*/message-start'],
      ...both,
    },
  ),
  mutant(
    'content-text',
    'The content is text in place of blocks.',
    ['CV-01'],
    { body: inBody(blocks, (content) => asObject(asArray(content)[0])['text']) },
    { also: ['*/blocks'], kills: schema, ...whole },
  ),
  mutant(
    'content-object',
    'The content is one block in place of a list.',
    ['CV-01'],
    { body: inBody(blocks, (content) => asArray(content)[0]) },
    { also: ['*/blocks'], kills: schema, ...whole },
  ),
  mutant(
    'block-of-two-kinds',
    'A block is text and a tool call at once.',
    ['CV-03'],
    {
      body: inBody(`${blocks}/*`, (block) =>
        isObject(block) && 'text' in block
          ? { ...block, toolUse: { toolUseId: 'tooluse_x', name: 'x', input: {} } }
          : block,
      ),
    },
    { also: ['*/stop-reason'], kills: ['*/blocks'], ...whole },
  ),
  mutant(
    'block-empty',
    'A block of the content has no member.',
    ['CV-03'],
    { body: inBody(blocks, (content) => [{}, ...asArray(content)]) },
    { also: ['*/response-schema'], kills: ['*/blocks'], ...whole },
  ),
  mutant(
    'block-typed',
    'Blocks are written as in other APIs, with a member type.',
    ['CV-03'],
    {
      body: inBody(`${blocks}/*`, (block) => ({
        type: 'text',
        value: asObject(block)['text'] ?? '',
      })),
    },
    { kills: ['*/blocks'], ...whole },
  ),
  mutant(
    'block-text-null',
    'The text of a block is null.',
    ['CV-03'],
    { body: inBody(`${blocks}/*/text`, set(null)) },
    { kills: ['*/blocks'], ...whole },
  ),
  mutant(
    'reasoning-as-text',
    'A block of reasoning is text where an object belongs.',
    ['RZ-02'],
    {
      body: inBody(`${blocks}/*/reasoningContent`, (reasoning) =>
        String(asObject(asObject(reasoning)['reasoningText'])['text']),
      ),
    },
    { also: ['*/blocks'], kills: ['*/response-schema'], ...whole },
  ),
  mutant(
    'stop-reason-missing',
    'A message does not say why it stopped.',
    ['CV-02'],
    {
      body: inBody('stopReason', gone),
      events: inEvents('messageStop', 'stopReason', gone),
    },
    {
      also: ['*/event-schema', '*/response-schema'],
      kills: ['*/stop-reason', '*/message-stop'],
      ...both,
    },
  ),
  mutant(
    'stop-reason-capital',
    'The reason is END_TURN, in capital letters.',
    ['CV-02'],
    {
      body: inBody('stopReason', (reason) => String(reason).toUpperCase()),
      events: inEvents('messageStop', 'stopReason', (reason) => String(reason).toUpperCase()),
    },
    {
      also: ['*/event-schema', '*/response-schema'],
      kills: ['*/stop-reason', '*/message-stop'],
      ...both,
    },
  ),
  mutant(
    'stop-reason-of-openai',
    'The reason is a word of another API: stop, length.',
    ['CV-02'],
    {
      body: inBody('stopReason', (reason) => (reason === 'end_turn' ? 'stop' : 'length')),
      events: inEvents('messageStop', 'stopReason', (reason) =>
        reason === 'end_turn' ? 'stop' : 'length',
      ),
    },
    {
      also: ['*/event-schema', '*/response-schema'],
      kills: ['*/stop-reason', '*/message-stop'],
      ...both,
    },
  ),
  mutant(
    'stop-sequence-unasked',
    'A message claims to have met a stop sequence that nobody gave.',
    ['CV-08'],
    {
      body: inBody('stopReason', set('stop_sequence')),
      events: inEvents('messageStop', 'stopReason', set('stop_sequence')),
    },
    { kills: ['*/stop-reason'], ...both },
  ),
  mutant('converse-usage-missing', 'No tokens are counted.', ['CV-04'], inTotals('usage', gone), {
    also: ['*/event-schema', '*/usage'],
    kills: ['*/response-schema', '*/metadata'],
    ...both,
  }),
  mutant(
    'converse-input-tokens-missing',
    'The tokens of the input are not counted.',
    ['CV-04'],
    inTotals('usage/inputTokens', gone),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/usage'], ...both },
  ),
  mutant(
    'converse-total-missing',
    'No total is given.',
    ['CV-04'],
    inTotals('usage/totalTokens', gone),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/usage'], ...both },
  ),
  mutant(
    'converse-usage-of-openai',
    'Counts are named as in another API.',
    ['CV-04'],
    inTotals('usage', (usage) => {
      const { inputTokens, outputTokens, totalTokens } = asObject(usage)
      return {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: totalTokens,
      }
    }),
    { also: ['*/event-schema'], kills: ['*/usage', '*/response-schema'], ...both },
  ),
  mutant(
    'converse-cache-negative',
    'Tokens read from the cache are below zero.',
    ['D12'],
    inTotals('usage', (usage) => ({ ...asObject(usage), cacheReadInputTokens: -5 })),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/usage'], ...both },
  ),
  mutant(
    'converse-cache-uncounted',
    'Cached tokens are counted in the total twice.',
    ['D09'],
    inTotals('usage', (usage) => ({
      ...asObject(usage),
      cacheReadInputTokens: 10,
      totalTokens: Number(asObject(usage)['totalTokens']) + 20,
    })),
    { kills: ['*/usage'], ...both },
  ),
  mutant(
    'converse-input-zero',
    'The input has no token.',
    ['CV-04'],
    inTotals('usage', (usage) => ({
      ...asObject(usage),
      inputTokens: 0,
      totalTokens: asObject(usage)['outputTokens'],
    })),
    { kills: ['*/usage'], ...both },
  ),
  mutant(
    'converse-output-zero',
    'The output has no token, though it has text.',
    ['CV-04'],
    inTotals('usage', (usage) => ({
      ...asObject(usage),
      outputTokens: 0,
      totalTokens: asObject(usage)['inputTokens'],
    })),
    { kills: ['*/usage'], ...both },
  ),
  mutant('metrics-missing', 'No latency is given.', ['CV-04'], inTotals('metrics', gone), {
    also: ['*/event-schema', '*/latency'],
    kills: ['*/response-schema', '*/metadata'],
    ...both,
  }),
  mutant(
    'latency-missing',
    'The metrics hold no latency.',
    ['CV-04'],
    inTotals('metrics/latencyMs', gone),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/latency'], ...both },
  ),
  mutant(
    'latency-negative',
    'The latency is below zero.',
    ['CV-04'],
    inTotals('metrics/latencyMs', (latency) => -Number(latency)),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/latency'], ...both },
  ),
  mutant(
    'latency-above-clock',
    'The latency is longer than the client has waited.',
    ['CV-04'],
    inTotals('metrics/latencyMs', (latency) => Number(latency) + 3_600_000),
    { kills: ['*/latency'], ...both },
  ),
  mutant(
    'latency-float',
    'The latency has fractions.',
    ['CV-04'],
    inTotals('metrics/latencyMs', (latency) => Number(latency) + 0.5),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/latency'], ...both },
  ),
  mutant(
    'latency-text',
    'The latency is text.',
    ['CV-04'],
    inTotals('metrics/latencyMs', (latency) => `${String(latency)} ms`),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/latency'], ...both },
  ),
  mutant(
    'latency-in-seconds',
    'The latency is in seconds.',
    ['CV-04'],
    inTotals('metrics/latencyMs', (latency) => Number(latency) / 1000),
    { also: ['*/event-schema', '*/response-schema'], kills: ['*/latency'], ...both },
  ),
  mutant(
    'converse-of-openai',
    'Converse answers a chat completion.',
    ['CV-01'],
    {
      body: (body, call) =>
        call.failure
          ? body
          : {
              id: 'chatcmpl-1',
              object: 'chat.completion',
              choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' } }],
            },
    },
    {
      also: ['*/latency', '*/stop-reason', '*/usage'],
      kills: ['*/response-schema', '*/blocks'],
      ...whole,
    },
  ),
]
