/** Which cases and checks the patterns of `--case` select. */
import { matchesGlob } from './glob.ts'

/** One pattern over `suite.case` or `suite.case/check`. */
export interface NamePattern {
  /** As given, with the `!` of an exclusion. */
  readonly text: string
  readonly name: string
  /** Absent: every check. */
  readonly check?: string
  /** Whether it excludes what it matches. */
  readonly excludes: boolean
}

export interface NameSelection {
  readonly patterns: readonly NamePattern[]
  /** Whether a name is selected, at least with some of its checks. */
  readonly has: (name: string) => boolean
  /** Whether a check of a name is selected; undefined when all are. */
  readonly checksOf: (name: string) => ((check: string) => boolean) | undefined
}

/**
 * What `texts` select: what one of them matches, or everything where all are exclusions, without what
 * an exclusion matches. The order does not count.
 */
export function createSelection(texts: readonly string[] = []): NameSelection {
  const patterns = texts.map(toPattern)
  const included = patterns.filter(({ excludes }) => !excludes)
  const excluded = patterns.filter(({ excludes }) => excludes)
  const of = (list: readonly NamePattern[], name: string): NamePattern[] =>
    list.filter((pattern) => matchesGlob(pattern.name, name))
  const isWhole = ({ check }: NamePattern): boolean => check === undefined
  return {
    patterns,
    has: (name) =>
      (included.length === 0 || of(included, name).length > 0) && !of(excluded, name).some(isWhole),
    checksOf: (name) => {
      const wanted = of(included, name)
      const unwanted = of(excluded, name)
      const takesAll = wanted.length === 0 || wanted.some(isWhole)
      if (takesAll && unwanted.length === 0) return undefined
      return (check) =>
        (takesAll || wanted.some((one) => matchesGlob(one.check ?? '*', check))) &&
        !unwanted.some((one) => matchesGlob(one.check ?? '*', check))
    },
  }
}

function toPattern(text: string): NamePattern {
  const excludes = text.startsWith('!')
  const glob = excludes ? text.slice(1) : text
  const slash = glob.indexOf('/')
  return slash < 0
    ? { text, name: glob, excludes }
    : { text, name: glob.slice(0, slash), check: glob.slice(slash + 1), excludes }
}
