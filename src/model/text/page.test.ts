import { expect, it } from 'vitest'
import { noAnswer, pageIn } from './page.ts'

it.each([
  ['<!doctype html><title>Sign in</title>', 'an HTML page, no answer of the API: Sign in'],
  [
    '\n<!-- x --><HTML>\r\n<head><title>\n502 Bad Gateway</title></head>',
    'an HTML page, no answer of the API: 502 Bad Gateway',
  ],
  [
    '<html><script>var a = 1</script><body><h1>Not</h1> here</body></html>',
    'an HTML page, no answer of the API: Not here',
  ],
  ['<html></html>', 'an HTML page, no answer of the API'],
  [
    '<?xml version="1.0"?><Code>NoSuchKey</Code>',
    'an XML document, no answer of the API: NoSuchKey',
  ],
])('%j is described by its kind and its text', (body, described) => {
  expect(pageIn(body)).toBe(described)
})

it.each(['', '{}', '{"text":"<html>"}', 'OK', 'data: <html>', '< 3'])('%j is no page', (body) => {
  expect(pageIn(body)).toBeUndefined()
})

it('shows the beginning of a long text, on one line', () => {
  expect(noAnswer('plain text', `a\n b ${'x'.repeat(10_000)}`)).toMatch(
    /^plain text, no answer of the API: a b x{76}…$/,
  )
})

it('reads a hostile page of millions of characters in time', () => {
  const page = `<html>${'<script '.repeat(500_000)}`
  expect(pageIn(page)).toMatch(/^an HTML page/)
})
