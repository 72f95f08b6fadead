/** The least that sending requests costs: the HTTP client alone. */
import { Client } from 'undici'

/** Milliseconds of processor time to send as many requests and read the answers. */
export async function bareLoop(endpoint: string, requests: number): Promise<number> {
  const client = new Client(endpoint)
  const body = JSON.stringify({
    model: 'bedrock/openai.gpt-oss-20b-1:0',
    messages: [{ role: 'user', content: 'Say hello.' }],
  })
  const before = process.cpuUsage()
  for (let turn = 0; turn < requests; turn += 1) {
    const { body: answer } = await client.request({
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
      body,
    })
    JSON.parse(await answer.text())
  }
  const { user, system } = process.cpuUsage(before)
  await client.close()
  return (user + system) / 1000
}
