import { describe, expect, it } from 'vitest'
import { encodeFrame, padded } from './frames.ts'

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

describe('encodeFrame', () => {
  it('writes the frame that was captured from the service, byte for byte', () => {
    const frame = encodeFrame({
      kind: 'event',
      type: 'messageStart',
      payload: { p: 'abcdef', role: 'assistant' },
    })
    expect(hex(frame)).toBe(
      '0000008300000052160125f30b3a6576656e742d7479706507000c6d65737361676553746172740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2270223a22616263646566222c22726f6c65223a22617373697374616e74227d0cd629ac',
    )
  })

  it('writes exceptions as the rules compose them', () => {
    const frame = encodeFrame({
      kind: 'exception',
      type: 'throttlingException',
      payload: { message: 'Too many requests, please wait before trying again.' },
    })
    expect(hex(frame)).toBe(
      '000000b2000000613590d5d30f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e792072657175657374732c20706c656173652077616974206265666f726520747279696e6720616761696e2e227de8ffb26a',
    )
  })

  it('writes errors that are not modelled without a payload', () => {
    const text = Buffer.from(encodeFrame({ kind: 'error', code: 'Boom', message: 'bad' })).toString(
      'latin1',
    )
    expect(text).toContain(':error-code')
    expect(text).not.toContain(':content-type')
  })
})

describe('padded', () => {
  it('adds a prefix of the alphabet and sorts the members', () => {
    const payload = padded({ role: 'assistant', delta: 1 }, () => 0.5)
    expect(Object.keys(payload)).toEqual(['delta', 'p', 'role'])
    expect(payload['p']).toBe('abcdefghijklmnopqrstuvwxyzABCDEF')
  })
})
