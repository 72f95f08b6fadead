/** Reasoning within a text, as servers and open models write it. */
const tagged = /<(reasoning|think|thinking|thought|reflection)>[^]*?(?:<\/\1>|$)/giu

/** The text with a blank for each pair of tags of reasoning, and for what an open one begins. */
export function withoutTagged(text: string): string {
  return text.replaceAll(tagged, ' ')
}
