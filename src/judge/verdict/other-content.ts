/** What a reply may hold beside text, reasoning and calls: a picture, sound, the item of a hosted tool. */
import type { Observation } from '../../model/observation.ts'
import { asObject, isObject, objectsOf, type Members } from '../../model/json/shape.ts'

/** Types of blocks and items that are read as text or reasoning, and empty where that is. */
const read = new Set<unknown>(['text', 'thinking', 'message', 'reasoning'])

/** Members of a message of chat completions. */
const ofChat = ['audio', 'function_call']

/** Members of a block of Converse, or of its delta or start, that are read. */
const ofConverse = new Set(['text', 'reasoningContent', 'toolUse'])

/** Whether a reply, whole or streamed, has content of another kind than those that are read. */
export function hasOtherContent({ body, items }: Observation): boolean {
  return [body?.json, ...items.map(({ json }) => json)].map(asObject).some(isOther)
}

function isOther(json: Members): boolean {
  const { choices, content, content_block: block, item, output, start, delta } = json
  const messages = objectsOf(choices).map(({ message, delta: part }) => asObject(message ?? part))
  const typed = [block, item, ...objectsOf(content), ...objectsOf(output)].map(asObject)
  const ofStream = 'contentBlockIndex' in json ? [start, delta].map(asObject) : []
  const blocks = [...objectsOf(asObject(asObject(output)['message'])['content']), ...ofStream]
  return (
    messages.some((message) => ofChat.some((name) => isObject(message[name]))) ||
    typed.some(({ type }) => typeof type === 'string' && !read.has(type)) ||
    blocks.flatMap(Object.keys).some((name) => !ofConverse.has(name))
  )
}
