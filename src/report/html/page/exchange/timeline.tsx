/** When the parts of a response arrived. */
import type { ShownResponse } from '../../../../model/findings/evidence.ts'

const width = 800
const height = 70

/** Gaps that are named. */
const mostGaps = 3

export function Timeline({ response }: { response: ShownResponse }) {
  const { arrivals, headersAt, firstTextAt, endedAt } = response
  const end = Math.max(endedAt, 1)
  const x = (at: number): number => (Math.min(at, end) / end) * width
  const largest = Math.max(1, ...arrivals.map(([, bytes]) => bytes))
  const facts: [string, number | undefined][] = [
    ['headers', headersAt],
    ['first byte', arrivals[0]?.[0]],
    ['first text', firstTextAt],
    ['end', endedAt],
  ]
  const known = facts.flatMap(([label, at]) => (at === undefined ? [] : [`${label} ${at} ms`]))
  const gaps = gapsOf(arrivals)
  return (
    <figure class="timeline">
      <figcaption>
        {known.join(' · ')}
        {gaps.length > 0 && ` · longest gaps: ${gaps.join(', ')}`}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${arrivals.length} arrivals in ${endedAt} ms`}
      >
        <line class="axis" x1="0" x2={width} y1={height - 8} y2={height - 8} />
        <line class="headers" x1={x(headersAt)} x2={x(headersAt)} y1="0" y2={height} />
        {firstTextAt !== undefined && (
          <line class="first-text" x1={x(firstTextAt)} x2={x(firstTextAt)} y1="0" y2={height} />
        )}
        {arrivals.map(([at, bytes], index) => (
          <rect
            key={index}
            x={Math.min(x(at), width - 2)}
            width="2"
            y={height - 8 - barOf(bytes, largest)}
            height={barOf(bytes, largest)}
          >
            <title>{`${at} ms: ${bytes} bytes`}</title>
          </rect>
        ))}
      </svg>
    </figure>
  )
}

function barOf(bytes: number, largest: number): number {
  return 8 + Math.sqrt(bytes / largest) * (height - 24)
}

function gapsOf(arrivals: ShownResponse['arrivals']): string[] {
  return arrivals
    .slice(1)
    .map(([at], index) => ({ at, gap: at - (arrivals[index]?.[0] ?? at) }))
    .filter(({ gap }) => gap >= 1)
    .toSorted((one, other) => other.gap - one.gap)
    .slice(0, mostGaps)
    .map(({ at, gap }) => `${Math.round(gap)} ms before ${at} ms`)
}
