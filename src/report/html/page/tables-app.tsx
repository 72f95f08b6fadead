/** Tables with a text filter: a comparison, a kill matrix. */
import { useState } from 'preact/hooks'
import type { PageSection, TablesPage } from '../data.ts'
import { Columns, Entries, Head } from './parts.tsx'

export function TablesApp({ page }: { page: TablesPage }) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  return (
    <>
      <Head head={page.head} />
      <main>
        <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
          <label>
            text
            <input
              id="filter-text"
              type="search"
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
        </form>
        {page.sections.map((section, index) => (
          <Section key={index} section={section} wanted={wanted} />
        ))}
      </main>
    </>
  )
}

function Section({ section, wanted }: { section: PageSection; wanted: string }) {
  const { title, tone, columns } = section
  const rows = section.rows.filter((row) =>
    row.some((value) => value.toLowerCase().includes(wanted)),
  )
  if (rows.length === 0) return null
  return (
    <section class={`section ${tone}`}>
      <h2>{title}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <Columns names={columns} />
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <Entries values={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
