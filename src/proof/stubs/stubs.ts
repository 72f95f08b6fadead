/** Stub servers, each of which must be judged nonconformant by nearly every cell that can fail on it. */
import { possibleChecks, type Cell } from '../../model/plan.ts'

export interface Hostile {
  readonly id: string
  /** Ends the sentence "The server that …". */
  readonly about: string
  /** The cells that can fail on it, in words. */
  readonly of: string
  readonly canFail: (cell: Cell) => boolean
  /** Least share of those cells, 0 to 1, that must not be green. */
  readonly floor: number
}

function assumesSomething({ case: asked }: Cell): boolean {
  return asked.steps.some(({ expect }) => expect.outcome !== 'any')
}

/** A capability that is not claimed may be refused. */
function mustBeServed({ case: asked, endpoint }: Cell): boolean {
  const { capability, steps } = asked
  const claimed = capability === undefined || endpoint.capabilities[capability] === true
  return claimed && steps.some(({ expect }) => expect.outcome === 'reply')
}

function asksForText({ steps }: Cell): boolean {
  return steps
    .flatMap(possibleChecks)
    .some(({ kind, assert }) => kind === 'behaviour' && assert === 'answer')
}

export const hostileServers: readonly Hostile[] = [
  {
    id: 'constant-reply',
    about: 'gives one constant reply',
    of: 'cells that expect a reply or a refusal',
    canFail: assumesSomething,
    floor: 0.97,
  },
  {
    id: 'always-500',
    about: 'always answers 500',
    of: 'cells',
    canFail: () => true,
    floor: 1,
  },
  {
    id: 'refuse-all',
    about: 'refuses everything',
    of: 'cells that must be served',
    canFail: mustBeServed,
    floor: 0.97,
  },
  {
    id: 'echo-prompt',
    about: 'echoes the prompt',
    of: 'cells that ask for what the model knows',
    canFail: asksForText,
    floor: 0.97,
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

/** The share of cells that are not green, of those that can fail on the server. */
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
