/** `--trouble REGION=KIND`: deviations of single regions of the reference. */
import { Problem } from '../../model/problem.ts'

/**
 * Kinds of failure by region, from entries such as `us-east-1=legacy`; commas within one separate too.
 *
 * @throws Problem for an entry of another form, and for a region with two kinds
 */
export function readRegionDeviations(
  given: readonly string[] | undefined,
): Readonly<Record<string, string>> | undefined {
  if (given === undefined) return undefined
  const entries = given.flatMap((part) => part.split(',')).filter((part) => part.trim() !== '')
  const kinds = new Map<string, string>()
  for (const entry of entries) {
    const [, region, kind] = /^([a-z0-9-]+)=([a-z-]+)$/.exec(entry.trim()) ?? []
    if (region === undefined || kind === undefined) {
      throw new Problem(
        `--trouble=${entry}: expected a region and its trouble, as in us-east-1=legacy.`,
      )
    }
    const other = kinds.get(region)
    if (other !== undefined && other !== kind) {
      throw new Problem(`--trouble=${entry}: ${region} has the trouble ${other} already.`)
    }
    kinds.set(region, kind)
  }
  return Object.fromEntries(kinds)
}
