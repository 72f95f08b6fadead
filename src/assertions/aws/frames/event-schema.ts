/** `event-schema`: each event of a ConverseStream against the schema of its name. */
import { defineAssertion } from '../../assertion.ts'
import { judged } from '../../outcome.ts'
import { createMistakes } from '../../json/schema/errors.ts'
import { validatorNamed } from '../../json/schema/files.ts'
import { unknownMembers } from '../../json/schema/unknown-members.ts'
import { on } from '../on.ts'
import { isConverseEvent, onEvents, locationOf } from '../converse/events.ts'
import { eventUnions, judgeUnions } from './unions.ts'

/**
 * Unknown events and members are notes: AWS adds both without a new version, clients skip them,
 * and the padding `p` is in every event (aws-sdk-js-v3#6919).
 */
export const eventSchema = defineAssertion({
  name: 'event-schema',
  about: 'Every event has the members that its shape requires, of the right type.',
  args: on,
  judgesShape: true,
  reads: { body: 'neither' },
  judge: onEvents((events, observation) => {
    const mistakes = createMistakes()
    const notes = new Set<string>()
    for (const { kind, name } of observation.items) {
      if (kind === 'json' && !isConverseEvent(name)) {
        notes.add(`Unmodelled event ${name ?? 'without a name'}.`)
      }
    }
    for (const event of events) {
      const schema = `bedrock.converse-stream-event.${kebab(event.name)}`
      mistakes.add(validatorNamed(schema), event.json, locationOf(event))
      for (const member of unknownMembers(event.json, schema)) {
        notes.add(
          member === '/p'
            ? 'Events carry the padding member p.'
            : `Unmodelled member ${event.name}${member.replaceAll('/', '.')}.`,
        )
      }
      for (const union of judgeUnions(
        event.json,
        eventUnions[event.name] ?? [],
        locationOf(event),
      )) {
        if (union.finding) mistakes.take(union.finding)
        if (union.note !== undefined) notes.add(union.note)
      }
    }
    return judged(mistakes.findings(), [...notes])
  }),
})

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}
