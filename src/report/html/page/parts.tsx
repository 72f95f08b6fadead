/** Small parts that every view uses. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Verdict } from '../../../model/names.ts'
import { verdictDescriptions } from '../../text/describe.ts'
import type { PageHead } from '../data.ts'

/** Mark and word; the colour says nothing that they do not. */
export function VerdictTag({ verdict, number }: { verdict: Verdict; number?: number | string }) {
  const { mark, meaning } = verdictDescriptions[verdict]
  return (
    <span class={`tag ${verdict}`} title={meaning}>
      <span aria-hidden="true">{mark}</span> {verdict}
      {number !== undefined && ` ${number}`}
    </span>
  )
}

/** Verdict of the whole, first on the page. */
export function Head({ head }: { head: PageHead }) {
  return (
    <header class={`head ${head.tone}`}>
      <h1>
        <span class="verdict">{head.verdict}</span> <span class="of">{head.title}</span>
      </h1>
      <p class="sentence">{head.sentence}</p>
      <dl class="facts">
        {head.facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {head.notes.length > 0 && (
        <ul class="notes">
          {head.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </header>
  )
}

/** A sentence in which backticks enclose code. */
export function Prose({ text }: { text: string }) {
  return (
    <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>
  )
}

/** A command with a button that copies it. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState('Copy')
  const ref = useRef<HTMLElement>(null)
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (!done && ref.current !== null) getSelection()?.selectAllChildren(ref.current)
    setState(done ? 'Copied' : 'Selected: press Ctrl+C')
  }
  return (
    <div class="copyable">
      <pre aria-label={label} tabIndex={0}>
        <code ref={ref}>{text}</code>
      </pre>
      <button type="button" onClick={() => void copy()} aria-label={`${state}: ${label}`}>
        {state}
      </button>
    </div>
  )
}

/** A heading that takes the focus when its view opens, so that a screen reader begins there. */
export function ViewTitle({ children }: { children: ComponentChildren }) {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    scrollTo(0, 0)
    ref.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={ref} tabIndex={-1} class="view-title">
      {children}
    </h1>
  )
}

/** Names and values, as of headers. */
export function Pairs({
  pairs,
  label,
}: {
  pairs: readonly (readonly [string, string])[]
  label: string
}) {
  if (pairs.length === 0) return null
  return (
    <table class="pairs" aria-label={label}>
      <tbody>
        {pairs.map(([name, value], index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The head of a table. */
export function Columns({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name, index) => (
          <th scope="col" key={index}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** The entries of a row. */
export function Entries({ values }: { values: readonly (string | number)[] }) {
  return (
    <>
      {values.map((value, index) => (
        <td key={index}>{value}</td>
      ))}
    </>
  )
}
