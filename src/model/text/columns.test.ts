import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { columns } from './columns.ts'

it('counts as the library does, of any characters side by side', () => {
  const signs = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)).slice(0x20)
  const all = [...signs, ...'–“”…→✓✗⚠漢✅👩\u200d💻\ufe0f\u0301\u20e3']
  for (const one of all) {
    for (const other of ['', 'a', '#', '·', '©', ...'\ufe0f\u0301\u20e3', '✗', '⚠']) {
      const text = one + other
      if (/[\u007f-\u009f]/.test(text)) continue // no text of ours holds a control
      expect([text, columns(text)]).toEqual([text, stringWidth(text)])
    }
  }
})
