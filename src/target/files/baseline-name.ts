/** Which baseline belongs to a server: known deviations differ from release to release. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What is known of a server before its baseline is chosen. */
export interface Released {
  /** The target's name. */
  readonly name: string
  readonly aliases: readonly string[]
  /** As the server gave it, for example `0.7.3`. */
  readonly version?: string
}

/**
 * Name, without `.yaml`, of the baseline in `folder` that fits best: that of the release line
 * (`llamastack-0.7`, `ogx-1.2`, `ogx-1`) under the target's name or one of its aliases, the longest
 * version first, else the target's. If there is none yet: the name that one for this release line
 * would have.
 */
export function baselineName({ name, aliases, version = '' }: Released, folder: string): string {
  const lines = linesOf(version)
  const named = lines.flatMap((line) => [name, ...aliases].map((stem) => `${stem}-${line}`))
  const found = [...named, name].find((one) => existsSync(join(folder, `${one}.yaml`)))
  return found ?? [name, ...lines.slice(-1)].join('-')
}

/** The release lines that a version is in, the longest first: a minor release may differ from its line. */
function linesOf(version: string): string[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || minor === undefined || isUnreleased(version)) return []
  const longest = `${major}.${minor}`
  // Semantic Versioning section 4: below 1.0 a minor version may change anything.
  return major === '0' ? [longest] : [longest, major]
}

/** 0.0 is no real release: the reference reports it. */
function isUnreleased(version: string): boolean {
  return /^v?0\.0(\.|$)/.test(version)
}
