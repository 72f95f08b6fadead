/** Every deviation that the reference can play. */
import { closest } from 'fastest-levenshtein'
import type { Deviation } from '../deviation.ts'
import { llamaStackFaultMutants } from './llama-stack/faults.ts'
import { llamaStackOddities } from './llama-stack/habits.ts'
import { llamaStackMutants } from './llama-stack/releases.ts'
import { accessMutants } from './mutants/access.ts'
import { answerMutants } from './mutants/answer.ts'
import { catalogueMutants } from './mutants/catalogue.ts'
import { chunkMutants } from './mutants/chunks.ts'
import { completionMutants } from './mutants/completion.ts'
import { converseMutants } from './mutants/converse.ts'
import { errorMutants } from './mutants/errors.ts'
import { eventMutants } from './mutants/events.ts'
import { finishMutants } from './mutants/finish.ts'
import { frameMutants } from './mutants/frames.ts'
import { framingMutants } from './mutants/framing.ts'
import { hostileMutants } from './mutants/hostile.ts'
import { httpMutants } from './mutants/http.ts'
import { invokeMutants } from './mutants/invoke.ts'
import { listMutants } from './mutants/lists.ts'
import { memoryMutants } from './mutants/memory.ts'
import { nativeMutants } from './mutants/native.ts'
import { placeMutants } from './mutants/places.ts'
import { promptMutants } from './mutants/prompt.ts'
import { refusalMutants } from './mutants/refusals.ts'
import { sseMutants } from './mutants/sse.ts'
import { streamMutants } from './mutants/stream.ts'
import { textMutants } from './mutants/text.ts'
import { toolMutants } from './mutants/tools.ts'
import { usageMutants } from './mutants/usage.ts'
import { byteOddities } from './oddities/bytes.ts'
import { catalogueOddities } from './oddities/catalogue.ts'
import { frameOddities } from './oddities/frames.ts'
import { headerOddities } from './oddities/headers.ts'
import { jsonOddities } from './oddities/json.ts'
import { lineOddities } from './oddities/lines.ts'
import { memberOddities } from './oddities/members.ts'

export const deviations: readonly Deviation[] = [
  ...accessMutants,
  ...answerMutants,
  ...catalogueMutants,
  ...chunkMutants,
  ...completionMutants,
  ...converseMutants,
  ...errorMutants,
  ...eventMutants,
  ...finishMutants,
  ...frameMutants,
  ...framingMutants,
  ...hostileMutants,
  ...httpMutants,
  ...invokeMutants,
  ...listMutants,
  ...llamaStackFaultMutants,
  ...llamaStackMutants,
  ...memoryMutants,
  ...nativeMutants,
  ...placeMutants,
  ...promptMutants,
  ...refusalMutants,
  ...sseMutants,
  ...streamMutants,
  ...textMutants,
  ...toolMutants,
  ...usageMutants,
  ...byteOddities,
  ...catalogueOddities,
  ...frameOddities,
  ...headerOddities,
  ...jsonOddities,
  ...lineOddities,
  ...memberOddities,
  ...llamaStackOddities,
]

/** The deviation of that kind and id; throws an `Error` that names the nearest ids. */
export function findDeviation(kind: Deviation['kind'], id: string): Deviation {
  const found = deviations.find((entry) => entry.kind === kind && entry.id === id)
  if (found) return found
  const ids = deviations.filter((entry) => entry.kind === kind).map((entry) => entry.id)
  throw new Error(`Unknown ${kind} '${id}'. ${suggestion(id, ids)}`)
}

function suggestion(id: string, ids: readonly string[]): string {
  if (ids.length === 0) return 'There are none.'
  const near = ids.filter((known) => known.includes(id) || id.includes(known))
  const names = [...new Set([closest(id, [...ids]), ...near])].slice(0, 5)
  return `Did you mean ${names.join(', ')}? There are ${ids.length}.`
}
