/** The metrics of Converse are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { gone } from '../edits/path.ts'
import { eachMessage } from '../frames/edits.ts'
import { apis } from '../scopes.ts'
import { inTotals } from './edits.ts'

/** Every integer after a member name, outside of strings that hold JSON. */
function asFloats(text: string): string {
  return text.replaceAll(/(?<=(?<!\\)":\s?)(\d+)(?=\s*[,}])/gu, '$1.0')
}

export const converseMetrics: readonly Deviation[] = [
  {
    id: 'metrics-missing',
    kind: 'mutant',
    about: '`metrics` is missing.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/response-schema', '*/metadata'],
    also: ['*/event-schema', '*/latency'],
    hooks: inTotals('metrics', gone),
  },
  {
    id: 'latency-missing',
    kind: 'mutant',
    about: 'The metrics have no latency.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/latency'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('metrics/latencyMs', gone),
  },
  {
    id: 'latency-negative',
    kind: 'mutant',
    about: 'The latency is negative.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/latency'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('metrics/latencyMs', (latency) => -Number(latency)),
  },
  {
    id: 'latency-above-clock',
    kind: 'mutant',
    about: 'The latency is higher than the client measured.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/latency'],
    hooks: inTotals('metrics/latencyMs', (latency) => Number(latency) + 3_600_000),
  },
  {
    id: 'latency-float',
    kind: 'mutant',
    about: 'The latency has fractions.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/latency'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('metrics/latencyMs', (latency) => Number(latency) + 0.5),
  },
  {
    id: 'latency-text',
    kind: 'mutant',
    about: 'The latency is a string.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/latency'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('metrics/latencyMs', (latency) => `${String(latency)} ms`),
  },
  {
    id: 'latency-in-seconds',
    kind: 'mutant',
    about: 'The latency is in seconds.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/latency'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('metrics/latencyMs', (latency) => Number(latency) / 1000),
  },
  {
    id: 'integers-as-floats',
    kind: 'mutant',
    about: 'Whole numbers of an answer are written as 12.0.',
    seen: ['localstack#12816'],
    apis: apis.converse,
    kills: ['*/plain-integers'],
    hooks: {
      text: (text, call) => (call.failure ? text : asFloats(text)),
      frames: eachMessage(({ headers, body }) => ({
        headers,
        body: Buffer.from(asFloats(Buffer.from(body).toString('utf8'))),
      })),
    },
  },
]
