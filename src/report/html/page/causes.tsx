/** What is wrong, whose it is and what to do, the worst first. */
import type { PageCause } from '../data.ts'
import { count } from '../../text/describe.ts'
import { VerdictTag } from './parts.tsx'
import { href } from './route.ts'
import type { Run } from './run.ts'

export function Causes({ run: { page } }: { run: Run }) {
  if (page.causes.length === 0) return null
  return (
    <section aria-labelledby="causes">
      <h2 id="causes">{page.causes.length === 1 ? '1 cause' : `${page.causes.length} causes`}</h2>
      <ol class="causes">
        {page.causes.map((cause, index) => (
          <Cause key={index} cause={cause} rule={page.rules[cause.rule]} />
        ))}
      </ol>
    </section>
  )
}

interface CauseProps {
  readonly cause: PageCause
  readonly rule:
    | { readonly text: string; readonly url?: string; readonly remedy?: string }
    | undefined
}

function Cause({ cause, rule }: CauseProps) {
  const { verdict, level, owner, message, code, example } = cause
  const remedy = cause.remedy ?? rule?.remedy
  return (
    <li class={verdict}>
      <h3>
        <VerdictTag verdict={verdict} /> <span class="level">{level}</span>{' '}
        {example === undefined ? (
          message
        ) : (
          <a href={href({ view: 'cell', cell: example.cell, check: example.check })}>{message}</a>
        )}
      </h3>
      {remedy !== undefined && <p class="remedy">{remedy}</p>}
      <p class="extent">
        {owner !== undefined && (
          <>
            owner <strong>{owner}</strong> ·{' '}
          </>
        )}
        {count(cause.checks, 'check')} in {count(cause.cells, 'cell')} · {cause.apis.join(', ')}
        {cause.regions.length > 0 && ` · ${cause.regions.join(', ')}`}
        {cause.models.length > 0 && ` · ${cause.models.join(', ')}`}
      </p>
      <p class="rule">
        <RuleText name={cause.rule} rule={rule} /> <code>{code}</code>
      </p>
    </li>
  )
}

/** A rule with the address of its source. */
export function RuleText({ name, rule }: { name: string; rule: CauseProps['rule'] }) {
  if (name === '') return null
  const isLinked = rule?.url !== undefined && /^https?:\/\//.test(rule.url)
  return (
    <>
      <code>{name}</code>
      {rule !== undefined && `: ${rule.text} `}
      {isLinked && (
        <a href={rule.url} rel="noreferrer noopener" target="_blank">
          source
        </a>
      )}
    </>
  )
}
