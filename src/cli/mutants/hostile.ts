/** Servers that are none: each must fail nearly all that it can fail, and never look good. */
import type { Case } from '../../data/case.ts'

export interface Hostile {
  readonly id: string
  /** Ends the sentence "The server that …". */
  readonly about: string
  /** Which cells it can fail, in words. */
  readonly of: string
  readonly canFail: (asked: Case) => boolean
  /** Least share of those cells, 0 to 1, that must not be green. */
  readonly floor: number
}

const every = (): boolean => true

export const hostileServers: readonly Hostile[] = [
  {
    id: 'constant-reply',
    about: 'gives one constant reply',
    of: 'cells',
    canFail: every,
    floor: 0.98,
  },
  { id: 'always-500', about: 'always answers 500', of: 'cells', canFail: every, floor: 1 },
  {
    id: 'refuse-all',
    about: 'refuses everything',
    of: 'cells that expect a reply',
    canFail: ({ steps }) => steps.some(({ expect }) => expect.outcome === 'reply'),
    floor: 0.98,
  },
  {
    id: 'echo-prompt',
    about: 'echoes the prompt',
    of: 'cells that ask for what is not in the question',
    canFail: ({ checks }) =>
      checks.some(({ kind, assert }) => kind === 'behaviour' && assert === 'answer'),
    floor: 0.5,
  },
]

export interface HostileShare {
  readonly id: string
  readonly about: string
  readonly of: string
  readonly red: number
  readonly cells: number
  readonly floor: number
  /** As a run reports it. */
  readonly headline: string
  readonly problems: readonly string[]
}

/** What came of a hostile server: cells that are not green, of those that it can fail. */
export function hostileShare(
  { id, about, of, floor }: Hostile,
  { red, cells }: { readonly red: number; readonly cells: number },
  headline: string,
): HostileShare {
  const problems: string[] = []
  if (cells === 0 || red / cells < floor) {
    const percent = (floor * 100).toFixed(0)
    problems.push(`The server that ${about} fails ${red} of ${cells} ${of}, not ${percent} %.`)
  }
  if (!headline.startsWith('NOT CONFORMANT')) {
    problems.push(`The report on the server that ${about} is headed "${headline}".`)
  }
  return { id, about, of, red, cells, floor, headline, problems }
}
