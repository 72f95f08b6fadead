/** Keys that are hidden though they are none of ours: their shape gives them away. */
import { asBuffer, type Range } from '../bytes.ts'

/** Boundaries keep base64 noise out. The second is a long-term key, by the rule of gitleaks. */
const shapes: readonly { readonly start: string; readonly whole: RegExp }[] = [
  {
    start: 'bedrock-api-key-',
    whole: /(?<![A-Za-z0-9+/=_-])bedrock-api-key-[A-Za-z0-9+/_-]{32,}={0,2}/g,
  },
  { start: 'ABSK', whole: /(?<![A-Za-z0-9+/=_-])ABSK[A-Za-z0-9+/]{100,}={0,2}/g },
]

/** Bytes of the shortest key of these shapes. */
export const shortestShaped = 48

/** False where a text certainly holds no key of these shapes. */
export function mayHoldShapedKey(text: string): boolean {
  return shapes.some(({ start }) => text.includes(start))
}

/** Where keys of Bedrock's own shapes stand in `bytes`, in no order. */
export function shapedKeys(bytes: Uint8Array): Range[] {
  return shapes.flatMap(({ start, whole }) => {
    if (!asBuffer(bytes).includes(start)) return []
    const matches = [...asBuffer(bytes).toString('latin1').matchAll(whole)]
    return matches.map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
  })
}
