/** What an answer of Converse cites, and what it may cite. */
import { asObject, listOf, objectsOf, type Members } from '../../../../model/json/shape.ts'
import type { Observation } from '../../../../model/observation.ts'

/** A citation, and where it stands. */
interface Citation {
  readonly citation: Members
  readonly pointer: string
}

/** Locations in a document count from 0 (DocumentCharLocation, DocumentChunkLocation, DocumentPageLocation). */
export const documentForms = ['documentChar', 'documentChunk', 'documentPage']

/** The citations of a whole answer. */
export function citationsIn({ body }: Observation): readonly Citation[] {
  const message = asObject(asObject(asObject(body?.json)['output'])['message'])
  return listOf(message['content']).flatMap((block, at) =>
    listOf(asObject(asObject(block)['citationsContent'])['citations']).map((citation, index) => ({
      citation: asObject(citation),
      pointer: `/output/message/content/${at}/citationsContent/citations/${index}`,
    })),
  )
}

/** The documents of all messages of a request, in order; the result of a tool may hold some, too. */
export function documentsIn(request: Members | undefined): readonly Members[] {
  return objectsOf(request?.['messages'])
    .flatMap(({ content }) => objectsOf(content))
    .flatMap((block) => [block, ...objectsOf(asObject(block['toolResult'])['content'])])
    .filter((block) => 'document' in block)
    .map((block) => asObject(block['document']))
}
