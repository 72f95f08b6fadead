/** The unions of the responses of Converse and ConverseStream, where each stands, and who judges one. */
import type { Location } from '../../../model/findings/finding.ts'
import { isObject } from '../../../model/json/shape.ts'
import { contentBlockMembers, deltaMembers, startMembers } from '../model.ts'
import { judgeUnion, type UnionVerdict } from './union.ts'

/** A union of the service model at one location in a body. */
export interface Union {
  /** Name in the model. */
  readonly shape: string
  /** Members from the top of the body; `*` is any item of a list or value of a map. */
  readonly path: string
  readonly members: readonly string[]
  /** Members that only the union in its place has: in a stream, or in a whole message. */
  readonly otherForm?: readonly string[]
}

const block = 'output/message/content/*'
const cited = `${block}/citationsContent`
const finding = 'trace/guardrail'
const findings = 'automatedReasoningPolicy/findings/*'

const media = (shape: string, path: string): Union => ({
  shape,
  path,
  members: ['bytes', 's3Location'],
})

const results = [
  'valid',
  'invalid',
  'satisfiable',
  'impossible',
  'translationAmbiguous',
  'tooComplex',
  'noTranslations',
]

/** What a guardrail found, below the member that holds its trace. */
const reasoned = (path: string): Union => ({
  shape: 'GuardrailAutomatedReasoningFinding',
  path: `${path}/${findings}`,
  members: results,
})

const assessed: readonly Union[] = [
  reasoned(`${finding}/inputAssessment/*`),
  reasoned(`${finding}/outputAssessments/*/*`),
]

/** Unions in ConverseResponse (botocore bedrock-runtime 2023-09-30), with those below its blocks. */
export const replyUnions: readonly Union[] = [
  { shape: 'ConverseOutput', path: 'output', members: ['message'] },
  {
    shape: 'ContentBlock',
    path: block,
    members: contentBlockMembers,
    otherForm: ['citation'],
  },
  media('ImageSource', `${block}/image/source`),
  {
    shape: 'DocumentSource',
    path: `${block}/document/source`,
    members: ['bytes', 's3Location', 'text', 'content'],
  },
  { shape: 'DocumentContentBlock', path: `${block}/document/source/content/*`, members: ['text'] },
  media('VideoSource', `${block}/video/source`),
  media('AudioSource', `${block}/audio/source`),
  {
    shape: 'ToolResultContentBlock',
    path: `${block}/toolResult/content/*`,
    members: ['json', 'text', 'image', 'document', 'video', 'searchResult'],
  },
  {
    shape: 'GuardrailConverseContentBlock',
    path: `${block}/guardContent`,
    members: ['text', 'image'],
  },
  {
    shape: 'GuardrailConverseImageSource',
    path: `${block}/guardContent/image/source`,
    members: ['bytes'],
  },
  {
    shape: 'ReasoningContentBlock',
    path: `${block}/reasoningContent`,
    members: ['reasoningText', 'redactedContent'],
    otherForm: ['text', 'signature'],
  },
  { shape: 'CitationGeneratedContent', path: `${cited}/content/*`, members: ['text'] },
  {
    shape: 'CitationSourceContent',
    path: `${cited}/citations/*/sourceContent/*`,
    members: ['text'],
  },
  citationLocation(`${cited}/citations/*/location`),
  ...assessed,
]

/** Unions in the events of ConverseStreamOutput, by the event. */
export const eventUnions: Readonly<Record<string, readonly Union[]>> = {
  contentBlockStart: [{ shape: 'ContentBlockStart', path: 'start', members: startMembers }],
  contentBlockDelta: [
    {
      shape: 'ContentBlockDelta',
      path: 'delta',
      members: deltaMembers,
      otherForm: ['citationsContent'],
    },
    { shape: 'ToolResultBlockDelta', path: 'delta/toolResult/*', members: ['text', 'json'] },
    {
      shape: 'ReasoningContentBlockDelta',
      path: 'delta/reasoningContent',
      members: ['text', 'redactedContent', 'signature'],
      otherForm: ['reasoningText'],
    },
    {
      shape: 'CitationSourceContent',
      path: 'delta/citation/sourceContent/*',
      members: ['text'],
    },
    citationLocation('delta/citation/location'),
    media('ImageSource', 'delta/image/source'),
  ],
  metadata: assessed,
}

function citationLocation(path: string): Union {
  const members = ['web', 'documentChar', 'documentPage', 'documentChunk', 'searchResultLocation']
  return { shape: 'CitationLocation', path, members }
}

/**
 * A verdict for each union that stands in a body; absent and null members are no unions.
 *
 * @param at where the body stands
 */
export function judgeUnions(
  body: unknown,
  unions: readonly Union[],
  at: Location = {},
): readonly UnionVerdict[] {
  return unions.flatMap(({ shape, path, members, otherForm }) =>
    membersAt(body, path.split('/'), at.pointer ?? '').map(({ value, pointer }) =>
      judgeUnion(value, members, shape, { ...at, pointer }, otherForm),
    ),
  )
}

interface Member {
  readonly value: unknown
  readonly pointer: string
}

function membersAt(value: unknown, path: readonly string[], pointer: string): readonly Member[] {
  if (value === undefined || value === null) return []
  const [name, ...rest] = path
  if (name === undefined) return [{ value, pointer }]
  return itemsAt(value, name).flatMap(([key, item]) => membersAt(item, rest, `${pointer}/${key}`))
}

function itemsAt(value: unknown, name: string): readonly (readonly [string, unknown])[] {
  if (name === '*') return typeof value === 'object' ? Object.entries(value ?? {}) : []
  return isObject(value) ? [[name, value[name]]] : []
}
