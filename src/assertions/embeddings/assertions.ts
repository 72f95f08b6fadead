/** Checks of OpenAI's embeddings. */
import type { Assertion } from '../assertion.ts'
import { distinctVectors, equalVectors, sameVectors, vectorsInOrder } from './compare.ts'
import { embeddingDirection, embeddingVectors } from './form.ts'
import { embeddingList, embeddingPositions } from './list.ts'
import { embeddingUsage } from './usage.ts'

export const embeddingAssertions: readonly Assertion[] = [
  embeddingList,
  embeddingPositions,
  embeddingVectors,
  embeddingDirection,
  embeddingUsage,
  sameVectors,
  vectorsInOrder,
  distinctVectors,
  equalVectors,
]
