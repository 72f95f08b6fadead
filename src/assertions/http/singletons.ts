/** Fields of a response of which there may be one line, and the charset of an event stream. */
import { z } from 'zod'
import type { HeaderList } from '../../model/exchange.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { headerValue } from '../../model/headers.ts'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed } from '../outcome.ts'

/** RFC 9110: none of these is a list. Content-Encoding is one, and Set-Cookie is the known exception. */
const ofHttp = ['content-type', 'location', 'retry-after']
/** Strings and integers of the service model and beside it: of two values, each client takes another. */
const ofBedrock = [
  'x-amzn-requestid',
  'x-amzn-errortype',
  'x-amzn-bedrock-content-type',
  'x-amzn-bedrock-input-token-count',
  'x-amzn-bedrock-output-token-count',
  'x-amzn-bedrock-invocation-latency',
]
const decisive = [...ofHttp, ...ofBedrock]
/** A proxy that adds its own leaves every client with a date that is about right. */
const harmless = ['date']
const singletons = [...decisive, ...harmless]

function valuesOf(headers: HeaderList, name: string): readonly string[] {
  return headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value.trim())
}

function differ(values: readonly string[]): boolean {
  return new Set(values).size > 1
}

function repeated(name: string, values: readonly string[], message: string): Finding {
  const received = values
    .slice(0, 3)
    .map((value) => excerpt(value))
    .join(', ')
  return finding('http.header-repeated', message, 'one line', received, { header: name })
}

const singletonFields = defineAssertion({
  name: 'singleton-fields',
  about:
    'agree: no field that takes one value comes with several, of which each client takes another; once: none comes twice.',
  args: z.enum(['agree', 'once']),
  reads: { headers: { names: singletons, holds: 'neither' } },
  judge: onResponse((wish, { headers }) => {
    const found = singletons.flatMap((name) => {
      const values = valuesOf(headers, name)
      if (values.length < 2) return []
      const isContradiction = differ(values) && decisive.includes(name)
      if (isContradiction !== (wish === 'agree')) return []
      const message = isContradiction
        ? `The header ${name} comes with several values.`
        : `The header ${name} comes twice.`
      return [repeated(name, values, message)]
    })
    return judged(found)
  }),
})

/** The parameter of an event stream; quotes around it are optional (RFC 9110, 5.6.6). */
const charset = /;\s{0,9}charset\s{0,9}=\s{0,9}"?([^\s;"]{1,40})/iu

const streamCharset = defineAssertion({
  name: 'stream-charset',
  about: 'An event stream names no other charset than UTF-8.',
  args: z.literal(true),
  reads: { headers: { names: ['content-type'], holds: 'neither' } },
  judge: onResponse((_, { headers }) => {
    const given = headerValue(headers, 'content-type') ?? ''
    if (!/^\s{0,9}text\/event-stream\s{0,9};/iu.test(given)) return passed()
    const named = charset.exec(given)?.[1]
    if (named === undefined || /^utf-?8$/iu.test(named)) return passed()
    const message = 'The event stream names another charset than UTF-8, as which it is always read.'
    const at = { header: 'content-type' }
    return judged([
      finding('http.content-type', message, 'utf-8, or no charset', excerpt(given), at),
    ])
  }),
})

export const singletonAssertions: readonly Assertion[] = [singletonFields, streamCharset]
