/** Edits of whole answers. */
import type { JsonObject, StreamEvent } from '../../../reference/answer.ts'
import type { Reply, ReplyChoice, ReplyUsage } from '../../../reference/model/reply.ts'

export function everyText(edit: (text: string) => string): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => ({ ...choice, text: edit(choice.text) })),
  })
}

/** Changes the choices that have a text, and are complete. */
export function complete(
  edit: (choice: ReplyChoice) => Partial<ReplyChoice>,
): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) =>
      choice.text === '' || choice.finish !== 'stop' ? choice : { ...choice, ...edit(choice) },
    ),
  })
}

/** Other token counts than those of the reply. */
export function counted(
  change: (usage: ReplyUsage) => Partial<ReplyUsage>,
): (reply: Reply) => Reply {
  return (reply) => ({ ...reply, usage: { ...reply.usage, ...change(reply.usage) } })
}

export function eachPayload(edit: (payload: JsonObject, at: number) => JsonObject) {
  return (events: readonly StreamEvent[]): StreamEvent[] =>
    events.map((event, at) =>
      event.kind === 'event' ? { ...event, payload: edit(event.payload, at) } : event,
    )
}
