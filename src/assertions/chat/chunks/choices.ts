/** The choices of a stream, in the order in which they came. */
import { type Chunk } from '../../evidence/evidence.ts'
import { once } from '../../evidence/once.ts'
import { isObject, listOf, type Members } from '../../../model/json/shape.ts'
import type { Location } from '../../../model/findings/finding.ts'

export interface ChoicePart {
  readonly chunk: Chunk
  /** `index` of the choice; its position where it has none. */
  readonly choice: number
  readonly json: Members
  readonly delta: Members
  readonly at: Location
}

/** Every entry of `choices` of every chunk. */
export const choiceParts = once((chunks: readonly Chunk[]): readonly ChoicePart[] =>
  chunks.flatMap((chunk) =>
    listOf(chunk.json['choices']).flatMap((json, position) => {
      if (!isObject(json)) return []
      const { index, delta } = json
      return [
        {
          chunk,
          choice: typeof index === 'number' ? index : position,
          json,
          delta: isObject(delta) ? delta : {},
          at: { item: chunk.item, byte: chunk.byte, pointer: `/choices/${position}` },
        },
      ]
    }),
  ),
)

/** The parts of each choice, by its index. */
export function byChoice(parts: readonly ChoicePart[]): ReadonlyMap<number, readonly ChoicePart[]> {
  const groups = new Map<number, ChoicePart[]>()
  for (const part of parts) {
    const group = groups.get(part.choice) ?? []
    group.push(part)
    groups.set(part.choice, group)
  }
  return groups
}

/** A place below another. */
export function below(at: Location, pointer: string): Location {
  return { ...at, pointer: (at.pointer ?? '') + pointer }
}
