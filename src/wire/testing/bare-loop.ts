/**
 * The least that sending requests costs: Node and its HTTP client alone, as a program of its own with
 * the address of a server and the number of requests.
 */
import { Client } from 'undici'

const [endpoint = '', requests = '0'] = process.argv.slice(2)
const client = new Client(endpoint)
const body = JSON.stringify({
  model: 'bedrock/openai.gpt-oss-20b-1:0',
  messages: [{ role: 'user', content: 'Say hello.' }],
})
for (let turn = 0; turn < Number(requests); turn += 1) {
  const { body: answer } = await client.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body,
  })
  JSON.parse(await answer.text())
}
await client.close()
