/** `citations-quoted`: whether what a citation quotes is in the documents that were sent. */
import { finding, type Finding } from '../../../../model/findings/finding.ts'
import {
  asObject,
  asString,
  listOf,
  objectsOf,
  type Members,
} from '../../../../model/json/shape.ts'
import type { Observation } from '../../../../model/observation.ts'
import { defineAssertion } from '../../../assertion.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { judged, onReply, passed } from '../../../outcome.ts'
import { on } from '../../on.ts'
import { citationsIn, documentForms, documentsIn } from './cited.ts'
import { replaceRuns } from '../../../../model/text/large.ts'

/** Where a quotation ends is the model's: blanks and line breaks between pieces mean nothing. */
function bare(text: string): string {
  return replaceRuns(text, /\s+/u, '')
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
  const documents = documentsIn(requestBody(observation)).map(({ source }) =>
    textOf(asObject(source)),
  )
  const known = documents.filter((text) => text !== undefined)
  return known.length === 0 || known.length < documents.length ? undefined : known.map(bare)
}

function textOf(source: Members): string | undefined {
  const text = asString(source['text'])
  if (text !== undefined) return text
  const parts = objectsOf(source['content'])
  return parts.length === 0 ? undefined : parts.map((part) => asString(part['text'])).join('')
}

interface Quotation {
  readonly text: string
  readonly pointer: string
}

function quotations(observation: Observation): readonly Quotation[] {
  return citationsIn(observation)
    .filter(({ citation }) => isOfDocument(citation))
    .flatMap(({ citation, pointer }) =>
      listOf(citation['sourceContent']).flatMap((part, nth) => {
        const text = asString(asObject(part)['text'])
        return text === undefined ? [] : [{ text, pointer: `${pointer}/sourceContent/${nth}/text` }]
      }),
    )
}

/** Citations of the web and of search results quote what the request may not have. */
function isOfDocument(citation: Members): boolean {
  const location = asObject(citation['location'])
  return documentForms.some((form) => location[form] !== undefined)
}

function unfound({ text, pointer }: Quotation, documents: readonly string[]): Finding | undefined {
  if (documents.some((document) => document.includes(bare(text)))) return undefined
  const message = 'A citation quotes what no document of the request says.'
  const expected = 'text of a document of the request'
  return finding('bedrock.citation-source', message, expected, excerpt(text), { pointer })
}
