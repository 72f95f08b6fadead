/** Every deviation that the reference can play. */
import { closest } from 'fastest-levenshtein'
import type { Deviation } from '../../reference/deviation.ts'
import { llamaStackFaultMutants } from './llama-stack/faults.ts'
import { llamaStackOddities } from './llama-stack/habits.ts'
import { llamaStackMutants } from './llama-stack/releases.ts'
import { accessMutants } from './mutants/service/access.ts'
import { answerMutants } from './mutants/chat/answer.ts'
import { catalogueMutants } from './mutants/chat/catalogue.ts'
import { chunkMutants } from './mutants/chat/chunks.ts'
import { completionMutants } from './mutants/chat/completion.ts'
import { converseMutants } from './mutants/bedrock/converse.ts'
import { errorMutants } from './mutants/service/errors.ts'
import { eventMutants } from './mutants/bedrock/events.ts'
import { finishMutants } from './mutants/chat/finish.ts'
import { frameMutants } from './mutants/bedrock/frames.ts'
import { framingMutants } from './mutants/wire/framing.ts'
import { hostileMutants } from './mutants/wire/hostile.ts'
import { httpMutants } from './mutants/wire/http.ts'
import { invokeMutants } from './mutants/bedrock/invoke.ts'
import { listMutants } from './mutants/service/lists.ts'
import { memoryMutants } from './mutants/service/memory.ts'
import { nativeMutants } from './mutants/bedrock/native.ts'
import { placeMutants } from './mutants/service/places.ts'
import { promptMutants } from './mutants/chat/prompt.ts'
import { refusalMutants } from './mutants/service/refusals.ts'
import { sseMutants } from './mutants/wire/sse.ts'
import { streamMutants } from './mutants/chat/stream.ts'
import { textMutants } from './mutants/chat/text.ts'
import { toolMutants } from './mutants/chat/tools.ts'
import { usageMutants } from './mutants/chat/usage.ts'
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
