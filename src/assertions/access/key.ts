/** `key`: whether what we authenticate with can be good where it is used, as far as it tells itself. */
import { z } from 'zod'
import type { Finding } from '../../model/findings/finding.ts'
import type { KeyState } from '../../model/target.ts'
import { defineAssertion, type CheckOutcome } from '../assertion.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'

/** A run over several regions takes minutes, and a key that ends in its midst spoils it. */
const enoughMinutes = 30

const aspects = ['present', 'region', 'unexpired', 'lasting'] as const
type Aspect = (typeof aspects)[number]

export const keyAssertion = defineAssertion({
  name: 'key',
  about:
    'The key is one that Bedrock issues, of the region called, not expired, and lasts for half an hour.',
  args: z.enum(aspects),
  reads: {},
  judgesSilence: true,
  judge: (aspect, { cell }) => {
    const { key, region } = cell
    if (key === undefined) return passed('This server wants no key of Bedrock.')
    return judges[aspect](key, region)
  },
})

const judges: Readonly<Record<Aspect, (key: KeyState, region: string) => CheckOutcome>> = {
  present: (key) => {
    if (key.kind === 'none') {
      return wrong(
        'key.missing',
        'There is no key and there are no AWS credentials.',
        'one of them',
      )
    }
    if (key.kind !== 'damaged') return passed(describe(key))
    const message = 'The key begins as one of Bedrock, but is not whole.'
    return wrong('key.unknown', message, 'the key as Bedrock issued it', 'a part of it')
  },
  region: (key, region) => {
    if (key.region === undefined) return passed('The credentials name no region.')
    if (key.region === region) return passed()
    const message = 'The key was made in another region than the one called.'
    return wrong('key.region', message, region, key.region)
  },
  unexpired: ({ minutesLeft }) => {
    if (minutesLeft === undefined || minutesLeft > 0) return passed()
    const received = `expired ${Math.round(-minutesLeft)} minutes ago`
    return wrong('key.expired', 'The key has expired.', 'time left', received)
  },
  lasting: ({ minutesLeft }) => {
    if (minutesLeft === undefined) return passed('The credentials tell no expiry.')
    if (minutesLeft <= 0) return unsaid('The key has expired.')
    if (minutesLeft > enoughMinutes) return passed()
    const message = 'The key is about to expire.'
    const expected = `more than ${enoughMinutes} minutes left`
    return wrong('key.expiring', message, expected, `${Math.floor(minutesLeft)} minutes`)
  },
}

const descriptions: Readonly<Partial<Record<KeyState['kind'], string>>> = {
  short: 'A short-term key.',
  long: 'A long-term key.',
  unknown: 'A key of another form than those of Bedrock: this server has keys of its own.',
}

function describe({ kind }: KeyState): string {
  return descriptions[kind] ?? 'AWS credentials.'
}

function wrong(
  code: FindingCode,
  message: string,
  expected: string,
  received = 'nothing',
): CheckOutcome {
  return judged([{ code, message, expected, received } satisfies Finding])
}
