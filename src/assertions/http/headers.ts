/** Checks of response headers. Names are compared as RFC 9110 section 5.1 says: case means nothing. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed } from '../outcome.ts'
import { matchOf, pattern } from '../text/pattern.ts'
import { headerValue, requestIdHeaders } from '../../model/headers.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

const headerArgs = z.strictObject({
  name: z.string().min(1),
  present: z.literal(true).optional(),
  absent: z.literal(true).optional(),
  equals: z.string().optional(),
  contains: z.string().optional(),
  matches: pattern.optional(),
  mediaType: z.string().optional().describe('Parameters and case do not matter'),
})

function mediaTypeOf(value: string): string {
  return value.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

const header = defineAssertion({
  name: 'header',
  about: 'A response header is there, is not there, or has a value.',
  args: headerArgs,
  reads: ({ name }) => ({ headers: { names: [name.toLowerCase()], holds: 'neither' } }),
  judge: onResponse((args, response) =>
    judged([headerFinding(args, headerValue(response.headers, args.name))]),
  ),
})

const contentType = defineAssertion({
  name: 'content-type',
  about: 'The media type is one of these; parameters do not matter.',
  args: z.union([z.string(), z.array(z.string()).min(1)]),
  reads: { headers: { names: ['content-type'], holds: 'neither' } },
  judge: onResponse((args, response) => {
    const allowed = (Array.isArray(args) ? args : [args]).map((type) => type.toLowerCase())
    const given = headerValue(response.headers, 'content-type')
    const type = given === undefined ? undefined : mediaTypeOf(given)
    if (type !== undefined && allowed.includes(type)) return passed()
    return judged([
      finding(
        'http.content-type',
        `The response (status ${response.status}) has the wrong media type.`,
        `content-type: ${allowed.join(' or ')}`,
        given === undefined ? 'no content-type header' : `content-type: ${given}`,
        { header: 'content-type' },
      ),
    ])
  }),
})

const requestIdArgs = z.union([
  z.literal(true),
  z.strictObject({ headers: z.array(z.string()).min(1) }),
])

function idHeaders(args: z.infer<typeof requestIdArgs>): readonly string[] {
  return args === true ? requestIdHeaders : args.headers.map((name) => name.toLowerCase())
}

const requestId = defineAssertion({
  name: 'request-id',
  about: 'A header carries the id that support asks for.',
  args: requestIdArgs,
  reads: (args) => ({ headers: { names: idHeaders(args), holds: 'neither' } }),
  judge: onResponse((args, response) => {
    const names = idHeaders(args)
    const found = names.find((name) => (headerValue(response.headers, name) ?? '').trim() !== '')
    if (found !== undefined) return passed()
    return judged([
      finding(
        'http.request-id-missing',
        'The response carries no request id.',
        `a value in ${names.join(' or ')}`,
        `headers ${response.headers.map(([name]) => name.toLowerCase()).join(', ') || 'none'}`,
        { header: names[0] ?? '' },
      ),
    ])
  }),
})

const noBufferingLength = defineAssertion({
  name: 'no-buffering-length',
  about: 'A stream does not state its length in advance.',
  args: z.literal(true),
  reads: { headers: { names: ['content-length'], holds: 'neither' } },
  judge: onResponse((_, response) => {
    const length = headerValue(response.headers, 'content-length')
    if (length === undefined) return passed()
    return judged([
      finding(
        'http.stream-length',
        'The stream states its length before it begins, so it was held back until it was whole.',
        'no Content-Length on a stream',
        `content-length: ${length}`,
        { header: 'content-length' },
      ),
    ])
  }),
})

export const headerAssertions: readonly Assertion[] = [
  header,
  contentType,
  requestId,
  noBufferingLength,
]

function headerFinding(
  args: z.infer<typeof headerArgs>,
  given: string | undefined,
): Finding | undefined {
  const at = { header: args.name.toLowerCase() }
  if (args.absent === true) {
    if (given === undefined) return undefined
    const message = `The header ${args.name} must not be sent.`
    return finding('http.header-unexpected', message, 'no such header', excerpt(given), at)
  }
  const wish = headerWish(args)
  if (given === undefined) {
    const message = `The header ${args.name} is missing.`
    return finding('http.header-missing', message, wish, 'no such header', at)
  }
  const fits =
    (args.equals === undefined || given === args.equals) &&
    (args.contains === undefined || given.includes(args.contains)) &&
    (args.matches === undefined || matchOf(args.matches, given) !== null) &&
    (args.mediaType === undefined || mediaTypeOf(given) === args.mediaType)
  if (fits) return undefined
  const message = `The header ${args.name} has another value.`
  return finding('http.header-value', message, wish, excerpt(given), at)
}

function headerWish(args: z.infer<typeof headerArgs>): string {
  const wishes = [
    args.equals === undefined ? '' : `the value ${excerpt(args.equals)}`,
    args.contains === undefined ? '' : `a value with ${excerpt(args.contains)} in it`,
    args.matches === undefined ? '' : `a value like /${args.matches}/`,
    args.mediaType ?? '',
  ].filter((wish) => wish !== '')
  return wishes.length === 0 ? 'any value' : wishes.join(', ')
}
