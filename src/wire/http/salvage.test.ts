import { expect, it } from 'vitest'
import { salvage } from './salvage.ts'

const read = (text: string) => salvage(Buffer.from(text, 'latin1'))

it.each([
  [
    'two lengths that differ',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    /stands 2 times: 2, 3 .*6\.3/,
  ],
  [
    'a length beside a transfer coding',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    /beside Transfer-Encoding .*6\.2/,
  ],
  ['a folded header', 'HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\n\r\n{}', /folded .*5\.2/],
  ['a line without a colon', 'HTTP/1.1 200 OK\r\nnonsense here\r\n\r\n{}', /no header/],
  ['a blank before a colon', 'HTTP/1.1 200 OK\r\nX-A : b\r\n\r\n{}', /before the colon/],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}', /"-2"/],
])('%s is named, and the answer is kept', (_, text, fault) => {
  const found = read(text)
  expect(found?.faults.join('; ')).toMatch(fault)
  expect(found?.status).toBe(200)
  expect(Buffer.from(found?.body ?? []).toString()).toBe('{}')
})

it('reads the fields after the last chunk', () => {
  const head = 'HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nTransfer-Encoding: chunked\r\n\r\n'
  expect(read(`${head}2\r\n{}\r\n0\r\nX-Sum: 1\r\n\r\nmore: 1`)?.trailers).toEqual([['X-Sum', '1']])
  expect(read(`${head}2\r\n{}\r\n0\r\n\r\n`)).not.toHaveProperty('trailers')
  expect(read(`${head}2\r\n{}\r\n`)).not.toHaveProperty('trailers')
})

it('takes the white space around a value away, and none within', () => {
  const headers = read('HTTP/1.1 200 OK\r\nX-A: \t b  c \t\r\nX-B:\r\n\r\n')?.headers
  expect(headers).toEqual([
    ['X-A', 'b  c'],
    ['X-B', ''],
  ])
})

it('passes interim responses by', () => {
  expect(
    read('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 None\r\n\r\n'),
  ).toMatchObject({
    status: 204,
    statusText: 'None',
    headers: [],
  })
})

it('what does not begin as HTTP/1.x does is no response', () => {
  for (const text of ['SSH-2.0-x\r\n', 'HTTP/2 200\r\n\r\n', 'ICY 200 OK\r\n\r\n', '']) {
    expect(read(text)).toBeUndefined()
  }
})

it('a header block that was cut is read as far as it goes', () => {
  expect(read('HTTP/1.1 200 OK\r\nX-A: b\r\nX-C: d')?.headers).toEqual([
    ['X-A', 'b'],
    ['X-C', 'd'],
  ])
})

it('passes more interim responses by than calls fit on the stack', () => {
  const interim = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100_000)
  expect(read(`${interim}HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n{}`)).toMatchObject({
    status: 200,
    headers: [['X-A', 'b']],
  })
  expect(read(interim)).toBeUndefined()
})
