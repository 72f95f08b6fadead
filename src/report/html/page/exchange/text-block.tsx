/** A text of an exchange as the page shows it. */
import type { ShownText } from '../../../../model/findings/evidence.ts'

/** A body or a payload; JSON that is whole is indented. */
export function TextBlock({ text: { text, omitted }, label }: { text: ShownText; label: string }) {
  if (text === '') return null
  return (
    <>
      <pre class="text" tabIndex={0} aria-label={label}>
        {omitted === undefined ? indented(text) : text}
      </pre>
      {omitted !== undefined && <p class="omitted">{omitted} characters are left out.</p>}
    </>
  )
}

function indented(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
