const names = (
  'choices delta message content tool_calls function arguments index finish_reason usage ' +
  'prompt_tokens output stopReason text toolUse input reasoningContent reasoningText start ' +
  'contentBlockIndex generation stop_reason amazon-bedrock-invocationMetrics bytes error ' +
  'Output __type detail Message code type citationsContent id reasoning __proto__ metrics'
).split(' ')
const scalars = [null, true, -1, 0, 1.5, 1e300, '', 'x', '<reasoning>', '{"error":{}}', '😀']

/** JSON whose member names are those that readers look for, in all the wrong places. */
export function randomJson(random: () => number, depth = 6): unknown {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  if (depth === 0 || random() < 0.2) return pick(scalars)
  const parts = Array.from({ length: Math.floor(random() * 5) }, () =>
    randomJson(random, depth - 1),
  )
  if (random() < 0.35) return parts
  return Object.fromEntries(parts.map((part) => [pick(names) ?? '', part]))
}
