/** Edits of Anthropic's messages, whole and streamed, on the Messages API and in InvokeModel alike. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { atPath, type Edit } from '../edits/path.ts'

type ChunksHook = (chunks: readonly Chunk[]) => Chunk[]

/** Changes streams of messages alone; other streams stay as they are. */
export function inStream(
  edit: (events: readonly JsonObject[]) => readonly JsonObject[],
): ChunksHook {
  return (chunks) => {
    const events = chunks.filter((chunk) => typeof chunk !== 'string')
    return events[0]?.['type'] === 'message_start' ? [...edit(events)] : [...chunks]
  }
}

/** Changes the value at a path in every event of a type. */
export function inEvent(type: string, path: string, edit: Edit): ChunksHook {
  return inStream((events) =>
    events.map((event) =>
      event['type'] === type ? (atPath(event, path, edit) as JsonObject) : event,
    ),
  )
}

/** Leaves out the events of a type. */
export function withoutEvents(type: string): ChunksHook {
  return inStream((events) => events.filter((event) => event['type'] !== type))
}

/** Puts events in before the first event of a type. */
export function before(type: string, ...more: readonly JsonObject[]): ChunksHook {
  return inStream((events) => {
    const at = events.findIndex((event) => event['type'] === type)
    return at < 0 ? events : [...events.slice(0, at), ...more, ...events.slice(at)]
  })
}

/** Changes a whole message that is not an error. */
export function inMessage(edit: (message: JsonObject) => unknown) {
  return (body: unknown, call: Call): unknown => {
    const json = asObject(body)
    return call.failure === undefined && json['type'] === 'message' ? edit(json) : body
  }
}

/** Changes the value at a path of a whole message. */
export function inWhole(path: string, edit: Edit) {
  return inMessage((message) => atPath(message, path, edit))
}

/** The blocks of a message. */
export function contentOf(message: JsonObject): readonly JsonObject[] {
  return asArray(message['content']).map(asObject)
}

/** What else turns red where no client can read the deltas of a stream. */
export const unreadDeltas = [
  '*/content-came',
  'assert:answer',
  '*/message-content',
  '*/tool-calls',
  '*/called',
  '*/text-cut',
] as const
