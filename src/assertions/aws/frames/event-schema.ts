/** `event-schema`: each event of a ConverseStream against the schema of its name. */
import { append } from '../../../model/lists/lists.ts'
import { defineAssertion } from '../../assertion.ts'
import type { Finding } from '../../../model/findings/finding.ts'
import { judged } from '../../outcome.ts'
import { schemaFindings } from '../../json/schema/errors.ts'
import { validatorNamed } from '../../json/schema/files.ts'
import { unknownMembers } from '../../json/schema/unknown-members.ts'
import { on } from '../on.ts'
import { isConverseEvent, onEvents, locationOf } from '../converse/events.ts'
import { eventUnions, judgeUnions } from './unions.ts'

/** Findings of one kind are reported once, and at most this many kinds. */
const mostFindings = 20

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
    const findings: Finding[] = []
    const notes = new Set<string>()
    for (const { kind, name } of observation.items) {
      if (kind === 'json' && !isConverseEvent(name)) {
        notes.add(`Unmodelled event ${name ?? 'without a name'}.`)
      }
    }
    for (const event of events) {
      const schema = `bedrock.converse-stream-event.${kebab(event.name)}`
      const validate = validatorNamed(schema)
      if (!validate(event.json)) {
        append(findings, schemaFindings(validate.errors ?? [], event.json, locationOf(event)))
      }
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
        if (union.finding) findings.push(union.finding)
        if (union.note !== undefined) notes.add(union.note)
      }
    }
    return judged(oncePerKind(findings).slice(0, mostFindings), [...notes])
  }),
})

function oncePerKind(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>()
  for (const finding of findings) {
    const key = `${finding.code} ${finding.at?.pointer}`
    if (!first.has(key)) first.set(key, finding)
  }
  return [...first.values()]
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}
