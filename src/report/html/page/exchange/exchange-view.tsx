/** One exchange: the request, and the response as it arrived. */
import type { ShownExchange } from '../../../../model/findings/evidence.ts'
import type { ComponentChildren } from 'preact'
import { Copyable, Pairs, ViewTitle } from '../parts.tsx'
import { href } from '../route.ts'
import { locationOf, type Cell, type Run } from '../run.ts'
import { Response } from './response.tsx'
import { TextBlock } from './text-block.tsx'

interface ExchangeProps {
  readonly run: Run
  readonly cell: Cell
  readonly exchange: number
}

export function ExchangeView({ run, cell, exchange }: ExchangeProps) {
  const shown = run.evidence.get(cell.index)
  const one = shown?.exchanges[exchange]
  return (
    <main>
      <nav>
        <a href={href({ view: 'overview' })}>← Overview</a>
        <a href={href({ view: 'cell', cell: cell.index })}>{cell.case.id}</a>
        {shown?.exchanges.map((_, position) => (
          <a
            key={position}
            aria-current={position === exchange ? 'page' : undefined}
            href={href({ view: 'exchange', cell: cell.index, exchange: position })}
          >
            {position + 1}
          </a>
        ))}
      </nav>
      <ViewTitle>{`${cell.case.id}, exchange ${exchange + 1}`}</ViewTitle>
      <p class="extent">{locationOf(cell)}</p>
      {one === undefined ? (
        <p class="none">This exchange is not in the page. The recording beside it may hold it.</p>
      ) : (
        <Sides run={run} other={shown?.against?.[exchange]}>
          <Side exchange={one} judged={judgedIn(cell, exchange)} />
        </Sides>
      )}
    </main>
  )
}

interface SidesProps {
  readonly run: Run
  /** The same exchange with the target of `--against`. */
  readonly other: ShownExchange | undefined
  readonly children: ComponentChildren
}

/** One exchange, or those of both targets next to each other. */
function Sides({ run: { page }, other, children }: SidesProps) {
  if (other === undefined) return <>{children}</>
  return (
    <div class="sides">
      <section aria-label={page.head.title}>
        <h2>{page.head.title}</h2>
        {children}
      </section>
      <section aria-label={page.against ?? 'other target'}>
        <h2>{page.against ?? 'other target'}</h2>
        <Side exchange={other} judged={[]} />
      </section>
    </div>
  )
}

interface SideProps {
  readonly exchange: ShownExchange
  readonly judged: Cell['judged']
}

function Side({ exchange, judged }: SideProps) {
  const { failure, response } = exchange
  return (
    <>
      <Request exchange={exchange} />
      {failure !== undefined && (
        <section>
          <h2>No complete response</h2>
          <p>{`${failure.message} (after ${failure.after} ms)`}</p>
          <p class="remedy">{failure.remedy}</p>
        </section>
      )}
      {response !== undefined && <Response response={response} judged={judged} />}
    </>
  )
}

/** What is wrong in this exchange. */
function judgedIn(cell: Cell, exchange: number): Cell['judged'] {
  return cell.judged.filter(({ judgement }) => (judgement.exchange ?? 0) === exchange)
}

function Request({ exchange }: { exchange: ShownExchange }) {
  const { method, url, headers, body, curl, retries } = exchange
  return (
    <section>
      <h2>Request</h2>
      <p class="message">
        <code>{`${method} ${url}`}</code>
        {retries > 0 && ` after ${retries} earlier ${retries === 1 ? 'attempt' : 'attempts'}`}
      </p>
      <details>
        <summary>Headers</summary>
        <Pairs pairs={headers} label="Request headers" />
      </details>
      <TextBlock text={body} label="Request body" />
      {curl !== '' && <Copyable text={curl} label="The request as a curl command" />}
    </section>
  )
}
