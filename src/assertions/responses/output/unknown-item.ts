/** Items of a response that no client can know, and those of hosted tools. */
import { objectsOf } from '../../../model/json/shape.ts'
import type { Observation } from '../../../model/observation.ts'
import { responseOf } from '../subject.ts'

/** OutputItem of openai-openapi f85dbe2 that a model may write in place of a call or a message. */
const published = new Set(
  'message reasoning function_call custom_tool_call mcp_call mcp_list_tools mcp_approval_request program compaction additional_tools'.split(
    ' ',
  ),
)

/** Of hosted tools, and the outputs of calls; a colon marks the items of a vendor. */
const others =
  /:|_output$|^(?:file_search|web_search|computer|image_generation|code_interpreter|local_shell|shell|apply_patch|tool_search)_call$|^mcp_approval_response$/u

/** Items whose text a reply has, or its reasoning, or its calls. */
const read = new Set(['message', 'reasoning', 'function_call', 'custom_tool_call'])

function typesIn(observation: Observation): readonly string[] {
  return objectsOf(responseOf(observation)?.json['output']).map(({ type }) => String(type))
}

function isUnknown(type: string): boolean {
  return !published.has(type) && !others.test(type)
}

/** The type of the first such item in the output of a response; undefined where there is none. */
export function unknownItemType(observation: Observation): string | undefined {
  return typesIn(observation).find(isUnknown)
}

/** Whether the model wrote for a hosted tool, as a query or code: what it wrote there is in no reply. */
export function hasHostedItem(observation: Observation): boolean {
  return typesIn(observation).some((type) => !read.has(type) && !isUnknown(type))
}
