/** Whether the names in a case's templates are defined: steps, saved values, nonces. */
import type { Check, Items, Step } from '../../model/case.ts'
import { asObject } from '../../model/json/shape.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { DraftStep } from './draft-steps.ts'
import type { Reporter } from './reporter.ts'
import { toItems } from './steps.ts'
import { mentions, type Mention } from '../compile/placeholder.ts'
import type { Variable } from '../../model/plan.ts'

/** What templates may refer to at some point of a case. */
export interface Names {
  readonly steps: readonly string[]
  readonly saved: readonly string[]
  /** Absent where every name is a nonce. */
  readonly nonces?: readonly string[]
  /** Where the step is sent for each entry of a list: that list. */
  readonly items: Items | undefined
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
      return path[0] === 'say' && path[2] === 'turns'
        ? undefined
        : { message: '`${turn}` counts turns inside `times`', hint: undefined }
    case 'item':
      return refusedItem(variable.path, names.items)
    case 'nonce':
      return unknown('nothing that is sent holds the nonce', variable.key, names.nonces)
  }
  return undefined
}

/** A member of an entry must stand in each of them; what a server lists is not known yet. */
function refusedItem([member]: readonly string[], items: Items | undefined): Refusal | undefined {
  if (items === undefined) return { message: '`${item}` needs `each`', hint: undefined }
  if (member === undefined || !('list' in items)) return undefined
  const without = items.list.find((entry) => !Object.hasOwn(asObject(entry), member))
  if (without === undefined) return undefined
  return unknown('an entry of `each` has no member', member, Object.keys(asObject(without)))
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

/** The names that the checks of each step may use: saved values, nonces and step ids. */
export function namesOf(steps: readonly Step[]): (step: string) => Names {
  const sent = mentions(steps.map(({ request }) => request))
  const names = {
    steps: steps.map(({ id }) => id),
    saved: steps.flatMap(({ save }) => Object.keys(save)),
    nonces: sent.flatMap(({ part }) =>
      part.kind === 'hole' && part.variable.name === 'nonce' ? [part.variable.key] : [],
    ),
  }
  return (step) => ({ ...names, items: steps.find(({ id }) => id === step)?.items })
}

/** The list that a step is sent for must be saved before it. */
function checkEach({ content, at }: DraftStep, saved: readonly string[], to: Reporter): void {
  const { each } = content
  if (each === undefined || Array.isArray(each)) return
  const { message, hint } = unknown('no earlier step saves', each.from, saved) ?? {}
  if (message === undefined) return
  to.add(at('each', 'from'), message, hint === undefined ? {} : { hint })
}

/** JSON has no form for bytes: they are sent as a body, whole. */
function checkBytes({ content, at }: DraftStep, to: Reporter): void {
  const message = 'JSON holds no bytes: !!binary is a whole body only'
  const { send } = content
  for (const name of ['say', 'tools', 'body'] as const) {
    if (holdsBytes(content[name])) to.add(at(name), message)
  }
  if (!(send?.body instanceof Uint8Array) && holdsBytes(send?.body)) {
    to.add(at('send', 'body'), message)
  }
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Uint8Array || Object.values(value).some(holdsBytes)
}

/** Reports templates of a case's requests that cannot be filled when their step's turn comes. */
export function checkSteps(drafts: readonly DraftStep[], to: Reporter): void {
  drafts.forEach((draft, index) => {
    const earlier = drafts.slice(0, index)
    const names = {
      steps: earlier.map(({ id }) => id),
      saved: earlier.flatMap(({ content }) => Object.keys(content.save ?? {})),
      items: toItems(draft.content.each),
    }
    checkEach(draft, names.saved, to)
    checkBytes(draft, to)
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
