/** Keys that clients are given while a mutant of keys is played. */
import type { Deviation } from '../deviation.ts'
import { mintKey } from './key.ts'

type KeyDefect = NonNullable<Deviation['key']>

/** Another region than the one asked for, as Bedrock has it. */
function otherRegion(region: string): string {
  return region === 'eu-central-1' ? 'us-west-2' : 'eu-central-1'
}

const keys: Readonly<Record<KeyDefect, (region: string) => string>> = {
  damaged: (region) => mintKey(region).slice(0, 60),
  'other-region': (region) => mintKey(otherRegion(region)),
  expired: (region) => mintKey(region, { expired: true }),
  expiring: (region) => mintKey(region, { minutesLeft: 10 }),
}

/** A key for a region that has the defect. */
export function defectiveKey(region: string, defect: KeyDefect): string {
  return keys[defect](region)
}
