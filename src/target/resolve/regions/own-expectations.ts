import type { RegionFile } from '../../files/region-format.ts'

/** Who says it, in reports. */
const source = 'the configuration'

/**
 * The facts about regions with those of the user before all others.
 *
 * @param expected regions in which each model is to answer; in all others it is not
 */
export function withExpected(
  file: RegionFile,
  expected: Readonly<Record<string, readonly string[]>> | undefined,
  today: string,
): RegionFile {
  const own = Object.entries(expected ?? {}).map(([id, available]) => ({
    ids: [id],
    claims: [
      {
        source,
        date: today,
        classes: { available: [...available] },
        elsewhere: 'not-in-region-or-bad-id' as const,
      },
    ],
  }))
  return own.length === 0 ? file : { ...file, models: [...own, ...file.models] }
}
