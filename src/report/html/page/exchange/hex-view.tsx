/** Bytes in hexadecimal and as text, with the offset of a finding marked. */
import type { ShownBytes } from '../../../../model/findings/evidence.ts'

const perLine = 16

export function HexView({ bytes: { start, hex, mark, checks } }: { bytes: ShownBytes }) {
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
  const lines = Array.from(
    { length: Math.ceil(bytes.length / perLine) },
    (_, line) => line * perLine,
  )
  return (
    <figure class="hex">
      <figcaption>
        {`Byte ${mark} (0x${mark.toString(16)}): ${checks.join(', ')}`}
        {mark >= start + bytes.length && ', just after the last byte'}
      </figcaption>
      <pre tabIndex={0} aria-label={`Bytes around ${mark}`}>
        {lines.map((line) => (
          <HexLine
            key={line}
            offset={start + line}
            bytes={bytes.slice(line, line + perLine)}
            mark={mark}
          />
        ))}
      </pre>
    </figure>
  )
}

interface LineProps {
  readonly offset: number
  readonly bytes: readonly number[]
  readonly mark: number
}

function HexLine({ offset, bytes, mark }: LineProps) {
  const at = mark - offset
  const isHere = at >= 0 && at < bytes.length
  const pairs = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
  const text = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
  const padding = '   '.repeat(perLine - bytes.length)
  if (!isHere) return `${label(offset)}  ${pairs.join(' ')}${padding}  ${text.join('')}\n`
  return (
    <>
      {`${label(offset)}  ${pairs
        .slice(0, at)
        .map((pair) => `${pair} `)
        .join('')}`}
      <mark>{pairs[at]}</mark>
      {`${pairs
        .slice(at + 1)
        .map((pair) => ` ${pair}`)
        .join('')}${padding}  ${text.slice(0, at).join('')}`}
      <mark>{text[at]}</mark>
      {`${text.slice(at + 1).join('')}\n`}
    </>
  )
}

function label(offset: number): string {
  return offset.toString(16).padStart(8, '0')
}
