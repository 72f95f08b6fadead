/** Content blocks of a Converse message: a union, so each has exactly one member. */
import { refuse, type JsonObject } from '../answer.ts'
import { asArray, asObject, asString, isObject } from '../json.ts'
import type { CalledTool, PromptTurn } from '../model/prompt.ts'
import type { Family } from '../regions/models.ts'
import { constraint, invalid } from './fields.ts'
import { toolNamePattern } from './tool-config.ts'

const members = new Set([
  'text',
  'image',
  'document',
  'video',
  'audio',
  'toolUse',
  'toolResult',
  'guardContent',
  'cachePoint',
  'reasoningContent',
  'citationsContent',
  'searchResult',
])
const media = new Set(['image', 'document', 'video', 'audio'])

/** Of the user guide's table of supported features: what a family reads beside text. */
const readable: Readonly<Partial<Record<Family, readonly string[]>>> = {
  'gpt-oss': ['document'],
  llama: ['document'],
  claude: ['document', 'image', 'cachePoint'],
}

export interface ReadBlocks {
  readonly text: string
  readonly toolCalls: readonly CalledTool[]
}

/** Texts joined, and the tools that an assistant message calls. */
export function readBlocks(content: unknown, at: string, family: Family): ReadBlocks {
  if (content !== undefined && content !== null && !Array.isArray(content)) {
    constraint(content, `${at}.content`, 'be a list')
  }
  const blocks = asArray(content)
  if (blocks.length === 0) {
    invalid(
      `The content field in the Message object at ${at} is empty. Add a ContentBlock object to the content field and try again.`,
    )
  }
  const read = blocks.map((block, index) => readBlock(block, `${at}.content.${index}`, family))
  return {
    text: read
      .map((block) => block.text)
      .filter((text) => text !== '')
      .join('\n'),
    toolCalls: read.flatMap((block) => block.toolCalls),
  }
}

function readBlock(block: unknown, at: string, family: Family): ReadBlocks {
  const member = onlyMember(block, at)
  const value = asObject(block)[member]
  const isReadable = readable[family]?.includes(member) === true
  if (member === 'cachePoint' && !isReadable) {
    refuse(
      403,
      'access',
      'You invoked an unsupported model or your request did not allow prompt caching.',
    )
  }
  if (media.has(member) && isReadable) {
    return { text: readMedium(member, asObject(value), at), toolCalls: [] }
  }
  if (media.has(member))
    invalid(
      `This model doesn't support the ${member} content block that you provided. Try again with a model that supports it.`,
    )
  if (member === 'text') return { text: readText(value, at), toolCalls: [] }
  if (member === 'toolUse') return { text: '', toolCalls: [readToolUse(asObject(value), at)] }
  return { text: '', toolCalls: [] }
}

/** What the model is given of an image or a document. */
function readMedium(member: string, block: JsonObject, at: string): string {
  const source = asObject(block['source'])
  const known = ['bytes', 'text', 'content', 's3Location'].filter((name) => name in source)
  if (known.length !== 1) invalid(`The ${member} at ${at} must set exactly one source.`)
  const { text, bytes, content } = source
  if (member === 'image') return `[image of ${String(bytes).length} characters]`
  requireName(block['name'], `${at}.document.name`)
  const parts = asArray(content).map((part) => asString(asObject(part)['text']) ?? '')
  const decoded = Buffer.from(asString(bytes) ?? '', 'base64').toString('utf8')
  return asString(text) ?? (parts.length > 0 ? parts.join('\n') : decoded)
}

/** DocumentBlock.name; a model is shown it. */
function requireName(name: unknown, at: string): void {
  if (typeof name !== 'string') constraint(null, at, 'not be null')
  if (name === '') constraint(name, at, 'have length greater than or equal to 1')
  if (name.length > 200) constraint(name, at, 'have length less than or equal to 200')
  if (/[^a-zA-Z0-9\s()[\]-]|\s\s/u.test(name)) {
    invalid(
      "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.",
    )
  }
}

function onlyMember(block: unknown, at: string): string {
  if (!isObject(block)) constraint(block, at, 'be a structure')
  const known = Object.keys(block).filter((name) => members.has(name))
  const [first] = known
  if (first === undefined || known.length > 1) {
    invalid(
      `The ContentBlock object at ${at} must set one of the following keys: text, image, toolUse, toolResult, document, video, cachePoint, reasoningContent, citationsContent.`,
    )
  }
  return first
}

function readText(value: unknown, at: string): string {
  if (typeof value !== 'string') constraint(value, `${at}.text`, 'be a string')
  if (value.trim() === '') {
    invalid(
      `The text field in the ContentBlock object at ${at} is blank. Add text to the text field, and try again.`,
    )
  }
  return value
}

function readToolUse(use: JsonObject, at: string): CalledTool {
  const { toolUseId, name, input } = use
  if (typeof toolUseId !== 'string') constraint(toolUseId, `${at}.toolUse.toolUseId`, 'not be null')
  if (typeof name !== 'string' || !toolNamePattern.test(name)) {
    constraint(name, `${at}.toolUse.name`, 'satisfy regular expression pattern: [a-zA-Z0-9_-]+')
  }
  if (!isObject(input)) {
    invalid(
      `The format of the value at ${at}.toolUse.input is invalid. Provide a json object for the field and try again.`,
    )
  }
  return { id: toolUseId, name, arguments: JSON.stringify(input) }
}

/** The tool results of a user message as turns of their own. */
export function readToolResults(content: unknown): PromptTurn[] {
  return asArray(content)
    .map((block) => asObject(block)['toolResult'])
    .filter(isObject)
    .map((result) => ({
      role: 'tool' as const,
      text: asArray(result['content']).map(resultText).join('\n'),
      toolCallId: asString(result['toolUseId']) ?? '',
    }))
}

function resultText(part: unknown): string {
  const { text, json } = asObject(part)
  return asString(text) ?? (json === undefined ? '' : JSON.stringify(json))
}
