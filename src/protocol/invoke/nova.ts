/** InvokeModel body of Amazon Nova (Amazon Nova User Guide, "Complete request schema"): Converse's, nearly. */
import type { StreamItem } from '../../model/observation.ts'
import { converseBody, converseExpresses } from '../converse/body.ts'
import { isConverseEvent } from '../converse/events.ts'
import { readConverse } from '../converse/reply.ts'
import { isObject } from '../../model/json/shape.ts'
import type { InvokeFamily } from './family.ts'

export const nova: InvokeFamily = {
  expresses: converseExpresses,
  body: (conversation) => ({ schemaVersion: 'messages-v1', ...converseBody(conversation) }),
  read: ({ json, items }) => readConverse({ json, items: items.map(named) }),
}

/**
 * A chunk holds one event under its union key, where ConverseStream has the key as the frame's name,
 * and may hold more: the last one the metrics of Bedrock, before or after the event.
 */
function named(item: StreamItem): StreamItem {
  if (!isObject(item.json)) return item
  const [key, event] = Object.entries(item.json).find(isEvent) ?? []
  return key === undefined ? item : { ...item, name: key, json: event }
}

function isEvent([name, value]: readonly [string, unknown]): boolean {
  return isConverseEvent(name) && isObject(value)
}
