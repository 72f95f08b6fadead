/** Texts that are wrong on some APIs only: the API breaks them, not the model. */
import { isStream } from '../../../model/apis.ts'
import type { CellResult } from '../../../model/report.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import { causeVerdicts, type Groups, type Symptom } from '../symptom.ts'

/** Codes of findings that compare the text of an answer with what it must be. */
const ofText =
  /^(text\.(empty|missing|differs|no-match|not-json|json-schema|short|unexpected)|logprobs\.text|compare\.differs)$/

/** Whether the same check of the same case passes on another API than that of the symptom. */
export type PassesElsewhere = (symptom: Symptom) => boolean

/** Looks up, for a symptom, what its check shows on the other APIs of the run. */
export function passesElsewhere(cells: readonly CellResult[]): PassesElsewhere {
  const cases = indexBy(cells, (cell) => cell.case)
  const asked = new Map<string, ReadonlySet<string>>()
  const passing = (id: string, check: string): ReadonlySet<string> => {
    const key = `${id}/${check}`
    const known = asked.get(key)
    if (known !== undefined) return known
    const found = (cases.get(id) ?? []).filter(({ checks }) =>
      checks.some((one) => one.id === check && one.verdict === 'pass'),
    )
    const apis = new Set(found.map(({ api }) => api))
    asked.set(key, apis)
    return apis
  }
  return ({ cell, check }) => {
    const apis = passing(cell.case, check.id)
    return apis.size > 0 && !apis.has(cell.api)
  }
}

/**
 * Groups of wrong texts that are confined to streams, or to whole answers: whatever was asked, the
 * root is one. Each is given the group that is worst, and among equals the largest. Checks that run
 * on one of the two forms alone go with those that show where the fault is.
 */
export function brokenTexts(groups: Groups, passes: PassesElsewhere): [string, string][] {
  const texts = [...groups].filter(([, [first]]) => ofText.test(first?.code ?? ''))
  const families = indexBy(texts, ([, symptoms]) => familyOf(symptoms))
  return [...families].flatMap(([form, family]): [string, string][] => {
    const shows = family.some(([, all]) => all.filter(passes).length * 2 >= all.length)
    if (form === mixed || !shows) return []
    const [root] = family.toSorted(
      ([, one], [, other]) => rank(one) - rank(other) || other.length - one.length,
    )
    return family.flatMap(([key]) =>
      root === undefined || key === root[0] ? [] : [[key, root[0]]],
    )
  })
}

const mixed = 'mixed'

/** Streams and whole answers are written by different code; what is known is apart. */
function familyOf(symptoms: readonly Symptom[]): string {
  const isKnown = symptoms.every(({ verdict }) => verdict === 'known')
  const streams = symptoms.filter(({ cell }) => isStream(cell.api)).length
  if (streams > 0 && streams < symptoms.length) return mixed
  return `${streams > 0 ? 'streams' : 'whole'} ${isKnown ? 'known' : 'failing'}`
}

function rank(symptoms: readonly Symptom[]): number {
  return causeVerdicts.findIndex((name) => symptoms.some(({ verdict }) => verdict === name))
}

/** What a cause of wrong texts adds to its message: undefined for any other cause. */
export function whereTextsBreak(
  symptoms: readonly Symptom[],
  passes: PassesElsewhere,
): string | undefined {
  const isConfined = symptoms.every(({ code }) => ofText.test(code)) && symptoms.some(passes)
  if (!isConfined || !symptoms.every(({ cell }) => isStream(cell.api))) return undefined
  return 'Whole answers pass the same checks, so the server treats the request or the text in another way where it streams.'
}
