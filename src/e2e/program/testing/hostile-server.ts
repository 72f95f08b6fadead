/** A server that gives a sane answer first, so that a run begins, and only hostile ones after it. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostileAnswer } from './hostile-answer.ts'

export interface HostileServer {
  readonly url: string
  /** Answers given so far, by family. */
  readonly given: ReadonlyMap<string, number>
  readonly close: () => Promise<void>
}

const models = JSON.stringify({
  object: 'list',
  data: [{ id: 'openai.gpt-oss-20b-1:0', object: 'model', created: 1, owned_by: 'x' }],
})
const sane = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${models.length}\r\n\r\n${models}`

/** What is answered to a request, after the first one. */
type Answering = (isStream: boolean) => HostileAnswer

/** A server that gives one sane answer to all. */
export const saneOnly: Answering = () => ({
  family: 'sane',
  pieces: [{ bytes: Buffer.from(sane), wait: 0 }],
  end: 'close',
})

/** Starts it on a free port of this machine. */
export async function startHostileServer(answering: Answering): Promise<HostileServer> {
  const given = new Map<string, number>()
  const sockets = new Set<Socket>()
  let isFirst = true
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    let asked = ''
    socket.on('data', (bytes) => {
      asked += bytes.toString('latin1')
      if (!isWhole(asked)) return
      const request = asked
      asked = ''
      if (isFirst) {
        isFirst = false
        socket.end(sane)
        return
      }
      const answer = answering(request.includes('"stream":true'))
      given.set(answer.family, (given.get(answer.family) ?? 0) + 1)
      void give(socket, answer)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    given,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  return end >= 0 && text.length >= end + 4 + length
}

async function give(socket: Socket, { pieces, end }: HostileAnswer): Promise<void> {
  for (const { bytes, wait } of pieces) {
    if (wait > 0) await sleep(wait)
    if (socket.destroyed) return
    socket.write(bytes)
  }
  if (end === 'close') socket.end()
  if (end === 'reset') socket.resetAndDestroy()
}
