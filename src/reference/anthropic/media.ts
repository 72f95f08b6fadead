/** Images and documents in a Messages request, as text that the scripted model reads. */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, asString } from '../json.ts'
import { invalid, missing } from './fields.ts'

const imageTypes = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])

/** @param source the `source` of the block; @param at where the block stands */
export function readMedium(type: 'image' | 'document', source: JsonObject, at: string): string {
  const { type: form, media_type: mediaType, data } = source
  if (form === undefined) missing(`${at}.${type}.source`)
  if (type === 'document' && form === 'content') return partsOf(source['content'])
  if (form !== 'base64' && !(type === 'document' && form === 'text')) {
    invalid(`${at}.${type}.source: Input tag '${String(form)}' is not supported`)
  }
  const given = asString(data) ?? missing(`${at}.${type}.source.${form}.data`)
  if (type === 'image' && !imageTypes.has(String(mediaType))) {
    invalid(`${at}.image.source.base64.media_type: Input should be one of image types`)
  }
  if (type === 'image') return `[image of ${given.length} characters]`
  return form === 'text' ? given : Buffer.from(given, 'base64').toString('utf8')
}

function partsOf(content: unknown): string {
  if (typeof content === 'string') return content
  return asArray(content)
    .map((part) => asString(asObject(part)['text']) ?? '')
    .join('\n')
}
