/** Who has to change something. */
import type { Owner } from '../../../model/names.ts'
import type { Symptom } from '../symptom.ts'

interface Known {
  /** Name of the target. */
  readonly target: string
  /** As the ledger states it. */
  readonly ofRule: Owner | undefined
  /** Credentials were refused with which plain calls were sent. */
  readonly isOfKey: boolean
}

/** The owner that the comparison with a second target, the refusal or the rule points at. */
export function ownerOf(symptoms: readonly Symptom[], { target, ofRule, isOfKey }: Known): Owner {
  const blames = new Set(symptoms.flatMap(({ check }) => check.against?.blame ?? []))
  const [blame] = blames
  if (blames.size === 1 && blame !== undefined) return fromBlame(blame, target)
  const [first] = symptoms
  return (first && fromSymptom(first)) ?? (isOfKey ? 'key' : ofRule) ?? 'server'
}

/** With a second target behind it, the target is a gateway: what it alone does wrong is its own. */
function fromBlame(blame: string, target: string): Owner {
  if (blame === 'model') return 'undecided'
  return blame === target ? 'gateway' : 'upstream'
}

function fromSymptom({ code, check }: Symptom): Owner | undefined {
  if (code === 'error') return 'network'
  return check.finding === undefined ? 'undecided' : undefined
}

/** Whether a valid request was refused for its credentials. */
export function refusesKey({ code, answer }: Symptom): boolean {
  return code === 'http.status' && answer?.refuses === false && /^40[13]$/.test(answer.status)
}
