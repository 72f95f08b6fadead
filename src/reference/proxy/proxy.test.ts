import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, connect as dial, type Socket } from 'node:net'
import { connect as secure } from 'node:tls'
import { promisify } from 'node:util'
import { ProxyAgent, request as send } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReference, type ReferenceServer } from '../server.ts'
import { startProxy, type Proxy } from './proxy.ts'

let reference: ReferenceServer
let proxy: Proxy

beforeAll(async () => {
  reference = await startReference()
  proxy = await startProxy(reference.bedrock)
})

afterAll(async () => {
  await proxy.close()
  await reference.close()
})

interface Got {
  readonly status: number
  readonly json: unknown
}

async function through(url: string, body?: unknown): Promise<Got> {
  const agent = new ProxyAgent({ uri: proxy.proxy, requestTls: { ca: readFileSync(proxy.ca) } })
  const region = /\.([a-z]+-[a-z]+-\d)\./u.exec(url)?.[1] ?? 'us-west-2'
  try {
    const response = await send(url, {
      dispatcher: agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${reference.mintKey(region)}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.statusCode, json: await response.body.json() }
  } finally {
    await agent.destroy()
  }
}

/** The status line that a CONNECT gets. */
async function connectTo(authority: string): Promise<number> {
  const { port } = new URL(proxy.proxy)
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path: authority })
    asked.on('connect', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}

const question = { messages: [{ role: 'user', content: 'What is the capital of France?' }] }

describe('the proxy', () => {
  it.each([
    ['bedrock-runtime.us-west-2.amazonaws.com', '/openai/v1', 'openai.gpt-oss-20b-1:0'],
    ['bedrock-runtime-fips.us-west-2.amazonaws.com', '/openai/v1', 'openai.gpt-oss-20b-1:0'],
    ['bedrock-mantle.us-east-1.api.aws', '/v1', 'openai.gpt-oss-20b'],
  ])('answers as %s', async (host, base, model) => {
    const got = await through(`https://${host}${base}/chat/completions`, { model, ...question })
    expect(got).toMatchObject({ status: 200, json: { object: 'chat.completion', model } })
  })

  it('answers as the control plane, in the region of the name', async () => {
    const got = await through('https://bedrock.us-east-2.amazonaws.com/inference-profiles')
    const [profile] = (got.json as { inferenceProfileSummaries: { inferenceProfileArn: string }[] })
      .inferenceProfileSummaries
    expect(profile?.inferenceProfileArn).toContain(':bedrock:us-east-2:')
  })

  it.each([
    'example.com:443',
    'bedrock-runtime.us-west-2.amazonaws.com.example.com:443',
    'evil-bedrock-runtime.us-west-2.amazonaws.com:443',
    'bedrock-runtime.ap-east-1.amazonaws.com:443',
    'bedrock-runtime.us-west-2.amazonaws.com:80',
    's3.us-west-2.amazonaws.com:443',
    'user@bedrock-runtime.us-west-2.amazonaws.com:443',
    '',
  ])('refuses a tunnel to "%s"', async (authority) => {
    expect(await connectTo(authority)).toBe(403)
  })

  it('opens no connection, not even to a listener on this machine', async () => {
    const dialled: Socket[] = []
    const listener = createServer((socket) => dialled.push(socket)).listen(0, '127.0.0.1')
    await new Promise((resolve) => listener.once('listening', resolve))
    const { port } = listener.address() as { port: number }
    expect(await connectTo(`127.0.0.1:${port}`)).toBe(403)
    await new Promise((resolve) => listener.close(resolve))
    expect(dialled).toEqual([])
  })

  it('refuses plain requests', async () => {
    const response = await fetch(proxy.proxy)
    expect(response.status).toBe(403)
    expect(await response.text()).toMatch(/Only Bedrock's own hosts/)
  })

  it('shows no certificate to a client that does not trust the authority', async () => {
    const agent = new ProxyAgent(proxy.proxy)
    const refused = send('https://bedrock.us-west-2.amazonaws.com/', { dispatcher: agent })
    await expect(refused).rejects.toThrow(/certificate/)
    await agent.destroy()
  })

  it('offers HTTP/2 as the real hosts do', async () => {
    const { port } = new URL(proxy.proxy)
    const socket = dial(Number(port), '127.0.0.1')
    const host = 'bedrock-runtime.us-west-2.amazonaws.com'
    socket.write(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    const tls = secure({
      socket,
      servername: host,
      ca: readFileSync(proxy.ca),
      ALPNProtocols: ['h2'],
    })
    await new Promise((resolve) => tls.once('secureConnect', resolve))
    expect(tls.alpnProtocol).toBe('h2')
    tls.destroy()
  })

  it('satisfies a client that reads RFC 5280 strictly', async (ctx) => {
    const python = ['python3.13', 'python3.12', 'python3'].find(runs)
    if (python === undefined) return ctx.skip('there is no python3 on this machine')
    const { port } = new URL(proxy.proxy)
    const script = [
      'import socket, ssl, sys',
      'port, ca, host = int(sys.argv[1]), sys.argv[2], sys.argv[3]',
      'context = ssl.create_default_context(cafile=ca)',
      'context.verify_flags |= ssl.VERIFY_X509_STRICT',
      'plain = socket.create_connection(("127.0.0.1", port), 5)',
      'plain.sendall(f"CONNECT {host}:443 HTTP/1.1\\r\\nHost: {host}:443\\r\\n\\r\\n".encode())',
      'plain.recv(4096)',
      'print(context.wrap_socket(plain, server_hostname=host).version())',
    ].join('\n')
    const host = 'bedrock-mantle.eu-central-1.api.aws'
    const { stdout } = await promisify(execFile)(python, ['-c', script, port, proxy.ca, host])
    expect(stdout.trim()).toMatch(/^TLSv1\.[23]$/)
  })

  it('removes the certificate when it closes, and keeps no key on disk', async () => {
    const other = await startProxy(reference.bedrock)
    expect(readFileSync(other.ca, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/)
    expect(readFileSync(other.ca, 'utf8')).not.toMatch(/PRIVATE KEY/)
    await other.close()
    expect(existsSync(other.ca)).toBe(false)
  })
})

function runs(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
