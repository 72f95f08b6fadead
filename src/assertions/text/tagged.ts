/** Tags of reasoning, as an expression: `<reasoning>` is bedrock-runtime’s for gpt-oss; the others are what open models write. */
export const tagNames = 'reasoning|think|thinking|thought|reflection'

const tagged = new RegExp(`<(${tagNames})>[^]*?(?:</\\1>|$)`, 'giu')

/** The text with a blank for each pair of tags of reasoning, and for what an open one begins. */
export function withoutTagged(text: string): string {
  return text.replaceAll(tagged, ' ')
}
