/**
 * gpt-oss on bedrock-runtime puts its reasoning into the text, and a stream wraps every fragment
 * in a pair of tags of its own, so all pairs count, not the first (vercel/ai#14720, ogx recordings).
 * A reply cut at its token limit can end inside the tag. `<think>` is the model's own text.
 */
const tagged = /<reasoning>([\s\S]*?)(?:<\/reasoning>|$)/g

/** Splits received text into the answer and the reasoning inside `<reasoning>` tags. */
export function splitReasoning(raw: string): { readonly text: string; readonly reasoning: string } {
  const inside = Array.from(raw.matchAll(tagged), (match) => match[1] ?? '')
  return { text: raw.replaceAll(tagged, ''), reasoning: inside.join('') }
}
