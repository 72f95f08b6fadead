import { request } from 'node:http'
import { expect, it } from 'vitest'
import { openPort } from './port.ts'

it('an idle connection is kept longer than clients keep it', async () => {
  const listening = await openPort(0, (_request, response) => response.end('{}'))
  const kept = await new Promise((resolve, reject) => {
    const sent = request({
      port: listening.port,
      host: '127.0.0.1',
      headers: { connection: 'keep-alive' },
    })
    sent.on('response', ({ headers }) => resolve(headers['keep-alive']))
    sent.on('error', reject)
    sent.end()
  })
  await listening.close()
  expect(kept).toBe('timeout=75')
})
