import type { Dispatcher } from 'undici'
import type { HeaderList } from '../../../model/exchange.ts'
import { fieldValue } from '../field-value.ts'

type Raw = Dispatcher.DispatchController['rawHeaders']

/**
 * Header names and values as they came; bytes above ASCII as Latin-1, and without the white space
 * around a value that is no part of it (RFC 9110 section 5.5).
 */
export function headerList(raw: Raw): HeaderList {
  const texts = partsOf(raw).map((part) =>
    typeof part === 'string' ? part : part.toString('latin1'),
  )
  return Array.from({ length: texts.length / 2 }, (_, index) => [
    texts[2 * index] ?? '',
    fieldValue(texts[2 * index + 1] ?? ''),
  ])
}

/** Names and values in turn; undici has the fields after a body of HTTP/2 by their names. */
function partsOf(raw: Raw): readonly (Buffer | string)[] {
  if (Array.isArray(raw)) return raw
  return Object.entries(raw ?? {}).flatMap(([name, values]) =>
    [values ?? []].flat().flatMap((value) => [name, value]),
  )
}
