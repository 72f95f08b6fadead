/** What is wrong, whose it is and what to do, the worst first. */
import type { Verdict } from '../../../model/names.ts'
import type { PageCause, RunPage } from '../data.ts'
import { count, extentOf } from '../../text/describe.ts'
import { Prose, VerdictTag } from './parts.tsx'
import { href } from './route.ts'
import type { Run } from './run.ts'

/** Verdicts that make a run worse; the causes of others are listed apart. */
const wrong: readonly Verdict[] = ['fail', 'error', 'warn']

export function Causes({ run: { page } }: { run: Run }) {
  const first = page.causes.filter(({ verdict }) => wrong.includes(verdict))
  const others = page.causes.filter(({ verdict }) => !wrong.includes(verdict))
  return (
    <>
      {first.length > 0 && (
        <section aria-labelledby="causes">
          <h2 id="causes">{count(first.length, 'cause')}</h2>
          <CauseList page={page} causes={first} />
        </section>
      )}
      {others.length > 0 && (
        <details class="others">
          <summary>
            {count(others.length, 'cause')} of checks that are known or were not judged
          </summary>
          <CauseList page={page} causes={others} />
        </details>
      )}
    </>
  )
}

function CauseList({ page, causes }: { page: RunPage; causes: readonly PageCause[] }) {
  return (
    <ol class="causes">
      {causes.map((cause, index) => (
        <Cause key={index} cause={cause} rule={page.rules[cause.rule]} />
      ))}
    </ol>
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
      {remedy !== undefined && (
        <p class="remedy">
          <Prose text={remedy} />
        </p>
      )}
      <p class="extent">
        owner <strong>{owner}</strong> · {extentOf(cause)} · {cause.apis.join(', ')}
        {cause.regions.length > 0 && ` · ${cause.regions.join(', ')}`}
        {cause.models.length > 0 && ` · ${cause.models.join(', ')}`}
      </p>
      <p class="rule">
        <RuleText name={cause.rule} rule={rule} /> <code>{code}</code>
      </p>
      {cause.consequences.length > 0 && (
        <p class="extent">
          {`Also fails because of it: ${cause.consequences.map(([name, checks]) => `${name} (${checks})`).join(', ')}`}
        </p>
      )}
      {cause.notJudged !== undefined && (
        <p class="extent">{`Not judged because of it: ${count(cause.notJudged, 'check')}`}</p>
      )}
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
      {rule !== undefined && (
        <>
          : <Prose text={rule.text} />{' '}
        </>
      )}
      {isLinked && (
        <a href={rule.url} rel="noreferrer noopener" target="_blank">
          source
        </a>
      )}
    </>
  )
}
