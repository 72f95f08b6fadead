/** Where a cell ran: `openai-chat · us-west-2 · m`; an axis without a value is left out. */
export function locationText(
  { api, region, model }: Record<'api' | 'region' | 'model', string>,
  separator = ' · ',
): string {
  return [api, region, model].filter((part) => part !== '-').join(separator)
}
