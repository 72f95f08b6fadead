import { findTarget } from './find-target.ts'
import { loadKnownFiles } from '../files/known-files.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { OwnTarget } from '../own/own-target.ts'
import type { EndpointKind } from '../../model/names.ts'

/** The kind of endpoint that the target of that name or alias shows; the reference's first. */
export function endpointKindOf(
  name: string,
  own: readonly OwnTarget[] = [],
  fixtures?: string,
): { readonly endpointKind: EndpointKind } | UsageProblem {
  const files = loadKnownFiles(fixtures)
  if (isProblem(files)) return files
  const found = findTarget(name, files.targets, own)
  if (isProblem(found)) return found
  const { endpoint, plays = [] } = found.value
  return { endpointKind: endpoint?.kind ?? plays[0]?.kind ?? 'bedrock' }
}
