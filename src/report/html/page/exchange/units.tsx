/** The events or messages of a stream, one by one. */
import type {
  ShownBytes,
  ShownCrc,
  ShownResponse,
  ShownUnit,
} from '../../../../model/findings/evidence.ts'
import { Pairs } from '../parts.tsx'
import { TextBlock } from './text-block.tsx'

export function Units({ response: { units, unitsOmitted, bytes } }: { response: ShownResponse }) {
  if (units.length === 0) return null
  const kind = units[0]?.kind === 'event' ? 'server-sent events' : 'event stream messages'
  return (
    <section>
      <h3>{`${units.length + unitsOmitted} ${kind}`}</h3>
      {unitsOmitted > 0 && <p class="omitted">{unitsOmitted} of them are left out.</p>}
      <ol class="units">
        {units.map((unit, index) => (
          <Unit
            key={unit.index}
            unit={unit}
            before={units[index - 1]}
            marks={marksIn(unit, bytes)}
          />
        ))}
      </ol>
    </section>
  )
}

/** Checks whose findings point into the unit. */
function marksIn({ start, end }: ShownUnit, bytes: readonly ShownBytes[]): string[] {
  return bytes.filter(({ mark }) => mark >= start && mark < end).flatMap(({ checks }) => checks)
}

interface UnitProps {
  readonly unit: ShownUnit
  readonly before: ShownUnit | undefined
  readonly marks: readonly string[]
}

function Unit({ unit, before, marks }: UnitProps) {
  const { index, at, start, end, name, headers, crcs = [], payload } = unit
  const gap = before === undefined ? '' : `, ${(at - before.at).toFixed(1)} ms later`
  const isBroken = crcs.some(({ received, computed }) => received !== computed)
  return (
    <li class={isBroken || marks.length > 0 ? 'marked' : ''} value={index}>
      <p class="unit-head">
        <strong>{`${index}${name === undefined ? '' : ` ${name}`}`}</strong>
        {` ${at} ms${gap} · bytes ${start} to ${end - 1}`}
        {marks.length > 0 && <mark>{` ← ${marks.join(', ')}`}</mark>}
      </p>
      <Pairs pairs={headers} label={`Headers of ${index}`} />
      {crcs.length > 0 && <p class="crcs">{crcs.map((crc) => crcText(crc)).join(' · ')}</p>}
      <TextBlock text={payload} label={`Payload of ${index}`} />
    </li>
  )
}

function crcText({ name, received, computed }: ShownCrc): string {
  return received === computed
    ? `✓ ${name} CRC ${received}`
    : `✗ ${name} CRC ${received}, computed ${computed}`
}
