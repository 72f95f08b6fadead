/** `token-headers`: what headers of InvokeModel count against its body and the time that it took. */
import { append } from '../../../model/lists/lists.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { headerValue } from '../../../model/headers.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { judged, onResponse, passed } from '../../outcome.ts'
import { on } from '../on.ts'

/** Header, and where models put the same number: Llama, OpenAI, Anthropic, Converse and Titan. */
const counts: readonly { readonly header: string; readonly members: readonly string[] }[] = [
  {
    header: 'x-amzn-bedrock-input-token-count',
    members: [
      'prompt_token_count',
      'prompt_tokens',
      'input_tokens',
      'inputTokens',
      'inputTextTokenCount',
    ],
  },
  {
    header: 'x-amzn-bedrock-output-token-count',
    members: ['generation_token_count', 'completion_tokens', 'output_tokens', 'outputTokens'],
  },
]

const latencyName = 'x-amzn-bedrock-invocation-latency'

/** The headers are not promised (aws-sdk-js-v3#5917, #8172), so their absence is a note. */
export const tokenHeaders = defineAssertion({
  name: 'token-headers',
  about:
    'Token counts in headers, where they are sent, are those of the body, and a latency is within the exchange.',
  args: on,
  reads: {
    headers: {
      names: ['x-amzn-bedrock-input-token-count', 'x-amzn-bedrock-output-token-count', latencyName],
      holds: 'neither',
    },
    body: 'neither',
    times: 'violation',
  },
  judge: onResponse((_, { headers, endedAt }, { observation }) => {
    const findings: Finding[] = []
    const notes: string[] = []
    for (const { header, members } of counts) {
      const text = headerValue(headers, header)
      if (text === undefined) {
        notes.push(`${header} was not sent.`)
        continue
      }
      const at = { header }
      if (!/^\d+$/u.test(text)) {
        const message = `${header} is no integer.`
        const expected = 'an integer from 0'
        findings.push(finding('bedrock.token-header-value', message, expected, excerpt(text), at))
        continue
      }
      const counted = bodyCount(observation.body?.json, members)
      if (counted === undefined || counted === Number(text)) continue
      const message = `${header} and the body disagree.`
      const expected = `${counted}, as in the body`
      findings.push(finding('bedrock.token-header-differs', message, expected, text, at))
    }
    append(findings, tooLate(headerValue(headers, latencyName), endedAt))
    return findings.length === 0 ? passed(...notes) : judged(findings, notes)
  }),
})

/** Both ends round to milliseconds, each its own way; a recording may have no times. */
function tooLate(text: string | undefined, endedAt: number): readonly Finding[] {
  if (text === undefined) return []
  const at = { header: latencyName }
  if (!/^\d{1,15}$/u.test(text)) {
    const message = `${latencyName} is no integer of milliseconds.`
    const expected = 'an integer from 0'
    return [finding('bedrock.token-header-value', message, expected, excerpt(text), at)]
  }
  const most = Math.ceil(endedAt)
  if (most <= 0 || Number(text) <= most + 1) return []
  const message = `${latencyName} is more than the whole exchange took.`
  const expected = `at most ${most} ms, measured at the client`
  return [finding('bedrock.latency-over-wall-clock', message, expected, `${text} ms`, at)]
}

function bodyCount(json: unknown, members: readonly string[]): number | undefined {
  if (!isObject(json)) return undefined
  const locations = isObject(json['usage']) ? [json, json['usage']] : [json]
  const found = locations.flatMap((location) => members.map((member) => location[member]))
  return found.find((value): value is number => typeof value === 'number')
}
