/** A response: when it came, what it said, and the bytes that findings point at. */
import type { ShownResponse } from '../../../../model/findings/evidence.ts'
import { duration } from '../../../text/describe.ts'
import { Pairs, VerdictTag } from '../parts.tsx'
import type { Judged } from '../run.ts'
import { TextBlock } from './text-block.tsx'
import { HexView } from './hex-view.tsx'
import { Timeline } from './timeline.tsx'
import { Units } from './units.tsx'

interface ResponseProps {
  readonly response: ShownResponse
  readonly judged: readonly Judged[]
}

export function Response({ response, judged }: ResponseProps) {
  const { status, statusText, httpVersion, headers, trailers, body, complete, size } = response
  return (
    <section>
      <h2>Response</h2>
      <p class="message">
        <code>{`${httpVersion} ${status} ${statusText}`}</code>
        {` ${size} bytes in ${duration(response.endedAt)}`}
        {!complete && <strong> The body is incomplete.</strong>}
      </p>
      {judged.length > 0 && (
        <ul class="cells">
          {judged.map(({ check, judgement }) => (
            <li key={check.id}>
              <VerdictTag verdict={judgement.verdict} /> {check.id}: {judgement.message}{' '}
              {judgement.where}
            </li>
          ))}
        </ul>
      )}
      <Timeline response={response} />
      <details>
        <summary>Headers</summary>
        <Pairs pairs={headers} label="Response headers" />
        {trailers && <Pairs pairs={trailers} label="Trailers" />}
      </details>
      {response.bytes.map((bytes) => (
        <HexView key={bytes.mark} bytes={bytes} />
      ))}
      {body !== undefined && <TextBlock text={body} label="Response body" />}
      <Units response={response} />
    </section>
  )
}
