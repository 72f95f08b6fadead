/** Who has to change something. */
import type { Owner } from '../../../model/names.ts'
import type { Symptom } from '../symptom.ts'

interface Known {
  /** Name of the target. */
  readonly target: string
  /** As the ledger states it. */
  readonly ofRule: Owner | undefined
}

/** The owner that the comparison with a second target, the refusal or the rule points at. */
export function ownerOf(symptoms: readonly Symptom[], { target, ofRule }: Known): Owner {
  const blames = new Set(symptoms.flatMap(({ check }) => check.against?.blame ?? []))
  const [blame] = blames
  if (blames.size === 1 && blame !== undefined) return fromBlame(blame, target)
  const [first] = symptoms
  return (first && fromSymptom(first)) ?? ofRule ?? 'server'
}

/** With a second target behind it, the target is a gateway: what it alone does wrong is its own. */
function fromBlame(blame: string, target: string): Owner {
  if (blame === 'model') return 'undecided'
  return blame === target ? 'gateway' : 'upstream'
}

function fromSymptom(symptom: Symptom): Owner | undefined {
  const { code, check } = symptom
  if (code === 'error') return 'network'
  if (check.finding === undefined) return 'undecided'
  return isOfKey(symptom) ? 'key' : undefined
}

/** Whether credentials were refused with which a valid request was sent. */
export function isOfKey({ code, answer }: Symptom): boolean {
  return code === 'http.status' && answer?.refuses === false && /^40[13]$/.test(answer.status)
}
