/** The vectors of numbers in an answer of InvokeModel, in whatever form its family has them. */
import { isObject, listOf } from '../../../../model/json/shape.ts'
import type { Observation } from '../../../../model/observation.ts'

export type Vector = readonly number[]

/** In the order of the texts. */
export function floatsOf({ body }: Observation): readonly Vector[] {
  if (!isObject(body?.json)) return []
  const { embedding, embeddings, embeddingsByType: byType } = body.json
  if (Array.isArray(embedding)) return numbersOf([embedding])
  if (isObject(byType)) return numbersOf([byType['float']])
  const list = listOf(isObject(embeddings) ? embeddings['float'] : embeddings)
  return numbersOf(list.map((entry) => (isObject(entry) ? entry['embedding'] : entry)))
}

function numbersOf(vectors: readonly unknown[]): readonly Vector[] {
  return vectors.flatMap((vector) => {
    const values = listOf(vector).filter((value) => typeof value === 'number')
    return values.length === 0 ? [] : [values]
  })
}
