/** Running checks in tests. */
import type { CheckInput, CheckOutcome } from '../assertion.ts'
import { assertions } from '../registry.ts'
import type { Observation } from '../../model/observation.ts'
import type { Profile } from '../../model/target.ts'
import { judgeAsDeclared } from './declared.ts'
import { model } from './observation.ts'
import { suiteFile } from './suite-files.ts'

export const profile: Profile = {
  id: 'test@2026-01',
  envelopes: ['openai'],
  errors: {
    'unknown-model': [
      { status: [404], envelope: ['openai'], code: ['model_not_found'] },
      { status: [400], envelope: ['openai'], messageContains: ['model identifier is invalid'] },
    ],
    'unsupported-operation': [{ status: [404, 501], envelope: ['openai', 'detail'] }],
  },
  deviations: [],
}

/** What a check is given, for an observation that stands alone. */
export function inputOf(observation: Observation, more: Partial<CheckInput> = {}): CheckInput {
  return {
    observation,
    repeats: [observation],
    steps: new Map(),
    values: {},
    foreignIn: () => [],
    cell: {
      api: observation.api,
      region: 'us-west-2',
      model,
      family: 'gpt-oss',
      endpointKind: 'bedrock',
    },
    profile,
    expect: { outcome: 'reply' },
    ...more,
  }
}

/** Outcome of an assertion of the registry, which is held to what it declares to read. */
export function judge(
  name: string,
  args: unknown,
  observation: Observation,
  more: Partial<CheckInput> = {},
): CheckOutcome {
  const assertion = assertions.get(name)
  if (assertion === undefined) throw new TypeError(`No assertion "${name}".`)
  return judgeAsDeclared(assertion, args, inputOf(observation, more)).outcome
}

/** Codes of the findings, else `inconclusive` or `pass`. */
export function verdict(
  name: string,
  args: unknown,
  observation: Observation,
  more: Partial<CheckInput> = {},
): string {
  return summary(judge(name, args, observation, more))
}

function summary({ findings, inconclusive }: CheckOutcome): string {
  if (findings.length > 0) return findings.map(({ code }) => code).join(' ')
  return inconclusive === undefined ? 'pass' : 'inconclusive'
}

export interface PackYaml {
  readonly apis: readonly string[]
  readonly outcome: string
  readonly checks: readonly (Record<string, unknown> & {
    readonly id: string
    readonly rule: string
    readonly level?: string
    readonly needs?: readonly string[]
  })[]
}

const fields = ['id', 'rule', 'also', 'level', 'needs', 'apis', 'kind', 'floor']

export function packNamed(name: string): PackYaml {
  return suiteFile(`protocol/${name}.yaml`) as PackYaml
}

/** The assertion of a check, and what it is given. */
export function assertionIn(check: PackYaml['checks'][number]): [string, unknown] {
  const entry = Object.entries(check).find(([key]) => !fields.includes(key))
  if (entry === undefined) throw new TypeError(`The check "${check.id}" asserts nothing.`)
  return entry
}

/** Check ids of packs with their results, without those that passed. */
export function judgePacks(
  names: readonly string[],
  observation: Observation,
  more: Partial<CheckInput> = {},
): Record<string, string> {
  const all: Record<string, string> = {}
  for (const check of names.flatMap((name) => packNamed(name).checks)) {
    const blocked = (check.needs ?? []).some((id) => all[id] !== undefined && all[id] !== 'pass')
    const [name, args] = assertionIn(check)
    all[check.id] = blocked ? 'blocked' : verdict(name, args, observation, more)
  }
  return Object.fromEntries(Object.entries(all).filter(([, stated]) => stated !== 'pass'))
}
