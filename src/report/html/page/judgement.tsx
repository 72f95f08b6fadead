/** One check that did not pass: expected and received side by side, the rule, and where else. */
import type { ComponentChildren } from 'preact'
import type { Verdict } from '../../../model/names.ts'
import { RuleText } from './causes.tsx'
import { Prose, VerdictTag } from './parts.tsx'
import { href } from './route.ts'
import { locationOf, sameKey, type Cell, type Judged, type Run } from './run.ts'

interface JudgementProps {
  readonly run: Run
  readonly cell: Cell
  readonly judged: Judged
}

export function Judgement({ run, cell, judged }: JudgementProps) {
  const { check, judgement } = judged
  const rule = run.page.rules[check.rule]
  const { expected, received, exchange = 0 } = judgement
  const hasExchange = (run.evidence.get(cell.index)?.exchanges.length ?? 0) > exchange
  return (
    <section class={`judgement ${judgement.verdict}`} id={`check-${check.id}`} tabIndex={-1}>
      <h2>
        <VerdictTag verdict={judgement.verdict} /> {check.id}{' '}
        <span class="level">{check.level}</span>
      </h2>
      <p class="message">{judgement.message}</p>
      {expected !== undefined && received !== undefined && (
        <div class="sides">
          <figure>
            <figcaption>expected</figcaption>
            <pre>{expected}</pre>
          </figure>
          <figure>
            <figcaption>received</figcaption>
            <pre>{received}</pre>
          </figure>
        </div>
      )}
      <dl class="fields">
        {judgement.where !== undefined && <Line label="where">{judgement.where}</Line>}
        {judgement.code !== undefined && (
          <Line label="code">
            <code>{judgement.code}</code>
          </Line>
        )}
        {check.rule !== '' && (
          <Line label="rule">
            <RuleText name={check.rule} rule={rule} />
          </Line>
        )}
        {rule?.remedy !== undefined && isWrong(judgement.verdict) && (
          <Line label="remedy">
            <Prose text={rule.remedy} />
          </Line>
        )}
        {judgement.more?.map(([label, text], index) => (
          <Line key={index} label={label}>
            {text}
          </Line>
        ))}
        {check.source !== undefined && <Line label="check">{check.source}</Line>}
        {judgement.short === true && <Line label="more">The whole finding is in report.json.</Line>}
      </dl>
      {hasExchange && (
        <p>
          <a href={href({ view: 'exchange', cell: cell.index, exchange })}>
            Exchange {exchange + 1}
          </a>
        </p>
      )}
      <Elsewhere cells={(run.same.get(sameKey(judged)) ?? []).filter((one) => one !== cell)} />
    </section>
  )
}

/** What was not judged, or holds, needs no remedy. */
function isWrong(verdict: Verdict): boolean {
  return ['fail', 'warn', 'known', 'error'].includes(verdict)
}

function Line({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Longer lists are rarely read, and slow to show. */
const mostLinks = 60

function Elsewhere({ cells }: { cells: readonly Cell[] }) {
  if (cells.length === 0) return null
  return (
    <details>
      <summary>{`The same finding in ${cells.length} other ${cells.length === 1 ? 'cell' : 'cells'}`}</summary>
      <ul class="cells">
        {cells.slice(0, mostLinks).map((cell) => (
          <li key={cell.index}>
            <a href={href({ view: 'cell', cell: cell.index })}>
              {cell.case.id} [{locationOf(cell)}]
            </a>
          </li>
        ))}
        {cells.length > mostLinks && <li>{cells.length - mostLinks} more</li>}
      </ul>
    </details>
  )
}
