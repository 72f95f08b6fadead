/** Every family whose InvokeModel bodies are known. */
import { openAiBody } from '../openai/body.ts'
import { readOpenAi } from '../openai/reply.ts'
import { claude } from './claude.ts'
import { deepseek } from './deepseek.ts'
import type { InvokeFamily } from './family.ts'
import { llamaBody, llamaExpresses } from './llama-body.ts'
import { readLlama } from './llama-reply.ts'
import { mistral } from './mistral.ts'
import { nova } from './nova.ts'
import { titanText } from './titan-text.ts'
import { cohereEmbed, cohereRerank, novaEmbed, titanEmbed } from './vectors.ts'

/**
 * For gpt-oss the body is an OpenAI chat body in which `model` and `stream` may be left out
 * (Bedrock User Guide, "OpenAI models").
 */
const gptOss: InvokeFamily = {
  expresses: () => true,
  body: (conversation) => openAiBody(conversation, 'max_completion_tokens'),
  read: readOpenAi,
}

const llama: InvokeFamily = { expresses: llamaExpresses, body: llamaBody, read: readLlama }

/** By the name that `familyOf` and the target files give the family. */
export const invokeFamilies: ReadonlyMap<string, InvokeFamily> = new Map([
  ['gpt-oss', gptOss],
  ['llama', llama],
  ['llama-vision', llama],
  ['claude', claude],
  ['nova', nova],
  ['titan-text', titanText],
  ['titan-embed', titanEmbed],
  ['cohere-embed', cohereEmbed],
  ['cohere-rerank', cohereRerank],
  ['nova-embed', novaEmbed],
  ['mistral', mistral],
  ['deepseek', deepseek],
])
