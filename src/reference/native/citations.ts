/** Answers of Claude that cite the documents of a Converse request (captured with Claude, 2026). */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, isObject } from '../json.ts'

/** The body with the text of its message cited from the first document that allows it. */
export function withCitations(body: JsonObject, request: unknown): JsonObject {
  const documents = asArray(asObject(request)['messages'])
    .flatMap((message) => asArray(asObject(message)['content']))
    .map((block) => asObject(block)['document'])
    .filter(isObject)
  const index = documents.findIndex((one) => asObject(one['citations'])['enabled'] === true)
  const document = documents[index]
  if (document === undefined) return body
  const message = asObject(asObject(body['output'])['message'])
  const content = asArray(message['content']).map((block) =>
    'text' in asObject(block) ? cited(asObject(block), document, index) : block,
  )
  return { ...body, output: { message: { ...message, content } } }
}

function cited({ text }: JsonObject, document: JsonObject, documentIndex: number): JsonObject {
  const [first] = asArray(asObject(document['source'])['content'])
  const isInParts = first !== undefined
  const sourceText = isInParts ? asObject(first)['text'] : asObject(document['source'])['text']
  const range = { documentIndex, start: 0, end: isInParts ? 1 : String(sourceText).length }
  const citation = {
    title: document['name'],
    sourceContent: [{ text: sourceText }],
    location: isInParts ? { documentChunk: range } : { documentChar: range },
  }
  return { citationsContent: { content: [{ text }], citations: [citation] } }
}
