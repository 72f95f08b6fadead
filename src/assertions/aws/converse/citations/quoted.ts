/** `citations-quoted`: whether what a citation quotes is in the documents that were sent. */
import { finding, type Finding } from '../../../../model/findings/finding.ts'
import { asObject, asString, listOf, objectsOf } from '../../../../model/json/shape.ts'
import type { Observation } from '../../../../model/observation.ts'
import { defineAssertion } from '../../../assertion.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { judged, onReply, passed } from '../../../outcome.ts'
import { on } from '../../on.ts'

/** Citations of the web and of search results quote what the request may not have. */
const ofDocuments = ['documentChar', 'documentChunk', 'documentPage']

/** Where a quotation ends is the model's: blanks and line breaks between pieces mean nothing. */
function bare(text: string): string {
  return text.replaceAll(/\s+/gu, '')
}

export const citationsQuoted = defineAssertion({
  name: 'citations-quoted',
  about: 'The source text of a citation is text of a document of the request, where that is text.',
  args: on,
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, _reply, { observation }) => {
    const documents = textsOf(observation)
    if (documents === undefined) return passed('Not every document of the request is text.')
    return judged(quotations(observation).map((one) => unfound(one, documents)))
  }),
})

/** The texts of all documents; undefined where one is not given as text, or none is sent. */
function textsOf(observation: Observation): readonly string[] | undefined {
  const asked = requestBody(observation)
  const documents = objectsOf(asked?.['messages'])
    .flatMap(({ content }) => objectsOf(content))
    .filter((block) => 'document' in block)
    .map((block) => textOf(asObject(asObject(block['document'])['source'])))
  const known = documents.filter((text) => text !== undefined)
  return known.length === 0 || known.length < documents.length ? undefined : known.map(bare)
}

function textOf(source: Readonly<Record<string, unknown>>): string | undefined {
  const text = asString(source['text'])
  if (text !== undefined) return text
  const parts = objectsOf(source['content'])
  return parts.length === 0 ? undefined : parts.map((part) => asString(part['text'])).join('')
}

interface Quotation {
  readonly text: string
  readonly pointer: string
}

function quotations({ body }: Observation): readonly Quotation[] {
  const message = asObject(asObject(asObject(body?.json)['output'])['message'])
  return listOf(message['content']).flatMap((block, at) =>
    listOf(asObject(asObject(block)['citationsContent'])['citations']).flatMap((citation, index) =>
      isOfDocument(citation)
        ? listOf(asObject(citation)['sourceContent']).flatMap((part, nth): Quotation[] => {
            const text = asString(asObject(part)['text'])
            const within = `citationsContent/citations/${index}/sourceContent/${nth}/text`
            const pointer = `/output/message/content/${at}/${within}`
            return text === undefined ? [] : [{ text, pointer }]
          })
        : [],
    ),
  )
}

function isOfDocument(citation: unknown): boolean {
  const location = asObject(asObject(citation)['location'])
  return ofDocuments.some((form) => location[form] !== undefined)
}

function unfound({ text, pointer }: Quotation, documents: readonly string[]): Finding | undefined {
  if (documents.some((document) => document.includes(bare(text)))) return undefined
  const message = 'A citation quotes what no document of the request says.'
  const expected = 'text of a document of the request'
  return finding('bedrock.citation-source', message, expected, excerpt(text), { pointer })
}
