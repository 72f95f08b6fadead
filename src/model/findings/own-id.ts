/** An id that names one answer, and so none to another request. */
import type { Location } from './finding.ts'

/** What is named: the object that the API answers with, or the request, in a header. */
export type Named = 'answer' | 'request'

export interface OwnId {
  readonly names: Named
  readonly value: string
  readonly at?: Location
}

/** An id with the answer that had it. */
export interface AnsweredId extends OwnId {
  /** Whose ids are compared: those of one host, and of one kind of object. */
  readonly among: string
  /** A digest of the request: the answer to the same request may come from a cache, id and all. */
  readonly request: string
}
