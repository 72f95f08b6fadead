/** `no-internal-address`: an error does not name the machines behind the server. */
import { z } from 'zod'
import { finding } from '../../model/findings/finding.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import { defineAssertion } from '../assertion.ts'
import { around } from '../evidence/excerpt.ts'
import { judged, onResponse } from '../outcome.ts'

/** RFC 1918 section 3; RFC 3927: link-local, as the metadata service of AWS. */
const privateIp =
  /(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168|169\.254)\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/u
    .source

const loopback = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0)/u.source

/** After a scheme or `host=`, or before a port: a private address alone may be the client’s own. */
const patterns = [
  new RegExp(`(?:://|host=\\\\?['"]?)${privateIp}(?::\\d+)?|(?<![\\d.])${privateIp}:\\d+`, 'giu'),
  // RFC 4193 section 3.1: unique local addresses of IPv6.
  /\[f[cd][\da-f]{2}:[\da-f:]{1,40}\](?::\d+)?/giu,
  // From where a name begins, so that no part of it is looked at twice.
  /(?<![\w.-])[\w-]+(?:\.[\w-]+)*?\.(?:svc\.cluster\.local|svc(?=[:/])|(?:ec2|compute)\.internal)(?::\d+)?/giu,
  new RegExp(`${loopback}:\\d+|host=\\\\?['"]?${loopback}\\\\?['"], port=\\d+`, 'giu'),
]

const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/iu

export const noInternalAddress = defineAssertion({
  name: 'no-internal-address',
  about: 'An error names no private address but the one that the request was sent to.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onResponse((_args, _response, { observation }) => {
    const text = observation.body?.text ?? ''
    const found = internalIn(text, observation.exchange.request)
    if (found === undefined) return judged([])
    const [address] = found
    return judged([
      finding(
        'error.internal-address',
        'The error names a private address of the server.',
        'a message for the client, without the machines behind the server',
        around(text, found.index, address.length),
        { byte: Buffer.byteLength(text.slice(0, found.index)) },
      ),
    ])
  }),
})

/** What the client sent, and where it sent it, it may read again; its own machine is no secret to it. */
function internalIn(text: string, { url, body }: HttpRequest): RegExpExecArray | undefined {
  const { hostname } = new URL(url)
  const sent = Buffer.from(body ?? []).toString()
  const own = isLoopback.test(hostname) ? patterns.slice(0, -1) : patterns
  return own
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .find(([address]) => !address.includes(hostname) && !sent.includes(address))
}
