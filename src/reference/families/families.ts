/** Every family of models whose InvokeModel bodies the reference serves, by name; gpt-oss is apart. */
import { llamaBody, llamaChunks, readLlama } from '../native/llama.ts'
import type { Family } from '../regions/models.ts'
import { claude } from './claude.ts'
import type { TextFamily, VectorFamily } from './family.ts'
import { jamba } from './jamba.ts'
import { nova } from './nova.ts'
import { deepseek, mistral, titanText } from './texts.ts'
import { cohereEmbed, cohereRerank, novaEmbed, titanEmbed } from './vectors.ts'

const textFamilies: Readonly<Partial<Record<Family, TextFamily>>> = {
  llama: { read: readLlama, whole: llamaBody, chunks: llamaChunks },
  claude,
  nova,
  mistral,
  deepseek,
  'titan-text': titanText,
  jamba,
}

/** The family that answers with text; undefined for gpt-oss and for vectors. */
export function textFamilyOf(family: Family): TextFamily | undefined {
  return textFamilies[family]
}

export const vectorFamilies: Readonly<Partial<Record<Family, VectorFamily>>> = {
  'titan-embed': titanEmbed,
  'cohere-embed': cohereEmbed,
  'nova-embed': novaEmbed,
  'cohere-rerank': cohereRerank,
}
