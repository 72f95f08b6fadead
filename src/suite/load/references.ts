/** Whether the names in a case's templates are defined: steps, saved values, nonces. */
import type { Check, Step } from '../../model/case.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { DraftStep } from './draft-steps.ts'
import type { Reporter } from './reporter.ts'
import { mentions, type Mention } from '../compile/placeholder.ts'
import type { Variable } from '../../model/plan.ts'

/** What templates may refer to at some point of a case. */
export interface Names {
  readonly steps: readonly string[]
  readonly saved: readonly string[]
  /** Absent where every name is a nonce. */
  readonly nonces?: readonly string[]
  /** Whether the step, or one of the case, is sent for each entry of a list. */
  readonly item: boolean
}

interface Refusal {
  readonly message: string
  readonly hint: string | undefined
}

function unknown(
  message: string,
  name: string,
  known: readonly string[] | undefined,
): Refusal | undefined {
  if (known === undefined || known.includes(name)) return undefined
  return { message: `${message} "${name}"`, hint: suggest(name, known) }
}

function refused(variable: Variable, names: Names, path: Mention['path']): Refusal | undefined {
  switch (variable.name) {
    case 'steps':
      return unknown('no earlier step has the id', variable.step, names.steps)
    case 'saved':
    case 'encoded':
      return unknown('no earlier step saves', variable.key, names.saved)
    case 'turn':
      return path.includes('turns')
        ? undefined
        : { message: '`${turn}` counts turns inside `times`', hint: undefined }
    case 'item':
      return names.item ? undefined : { message: '`${item}` needs `each`', hint: undefined }
    case 'nonce':
      return unknown('nothing that is sent holds the nonce', variable.key, names.nonces)
  }
  return undefined
}

/** Reports broken templates, unknown variables, and undefined names. */
function checkMentions(
  found: readonly Mention[],
  names: Names,
  at: (path: Mention['path']) => Path,
  to: Reporter,
): void {
  for (const { path, part } of found) {
    if (part.kind === 'problem') {
      const { problem, hint, source } = part
      to.add(at(path), problem, { text: source, ...(hint !== undefined && { hint }) })
      continue
    }
    const { message, hint } = refused(part.variable, names, path) ?? {}
    if (message === undefined) continue
    to.add(at(path), message, { text: part.source, ...(hint !== undefined && { hint }) })
  }
}

const sentMembers = ['say', 'send', 'options', 'tools', 'toolChoice', 'body', 'each'] as const

function mentionsIn({ content }: DraftStep): Mention[] {
  return sentMembers.flatMap((member) => mentions(content[member], [member]))
}

/** The names that a case's checks may use: saved values, nonces and step ids. */
export function namesOf(steps: readonly Step[]): Names {
  const sent = mentions(steps.map(({ request }) => request))
  return {
    steps: steps.map(({ id }) => id),
    saved: steps.flatMap(({ save }) => Object.keys(save)),
    item: steps.some(({ items }) => items !== undefined),
    nonces: sent.flatMap(({ part }) =>
      part.kind === 'hole' && part.variable.name === 'nonce' ? [part.variable.key] : [],
    ),
  }
}

/** The list that a step is sent for must be saved before it. */
function checkEach({ content, at }: DraftStep, saved: readonly string[], to: Reporter): void {
  const { each } = content
  if (each === undefined || Array.isArray(each)) return
  const { message, hint } = unknown('no earlier step saves', each.from, saved) ?? {}
  if (message === undefined) return
  to.add(at('each', 'from'), message, hint === undefined ? {} : { hint })
}

/** Reports templates of a case's requests that cannot be filled when their step's turn comes. */
export function checkSteps(drafts: readonly DraftStep[], to: Reporter): void {
  drafts.forEach((draft, index) => {
    const earlier = drafts.slice(0, index)
    const names = {
      steps: earlier.map(({ id }) => id),
      saved: earlier.flatMap(({ content }) => Object.keys(content.save ?? {})),
      item: draft.content.each !== undefined,
    }
    checkEach(draft, names.saved, to)
    checkMentions(mentionsIn(draft), names, (path) => draft.at(...path), to)
  })
}

/** Reports variables in a check's arguments that the case does not define. */
export function checkArgs(
  check: Pick<Check, 'assert' | 'args'>,
  names: Names,
  at: Path,
  to: Reporter,
): void {
  checkMentions(mentions(check.args), names, (path) => [...at, check.assert, ...path], to)
}
