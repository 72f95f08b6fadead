/** Writes a message of HTTP/1.1 byte by byte, for what Node's server refuses to write. */
import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Message } from '../hook-values.ts'
import type { Written } from './write.ts'

/** Resolves when the message is written and, where it stays open, the client has gone. */
export async function writeMessage(
  { socket }: ServerResponse,
  { status, headers, pieces }: Written,
  edit: (message: Message) => Message,
): Promise<void> {
  if (socket === null || socket.destroyed) return
  const {
    fields,
    body,
    isOpen = false,
  } = edit({
    fields: headers.map(([name, value]) => `${name}: ${value}`),
    body: Buffer.concat(pieces.map(({ bytes }) => bytes)),
  })
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...fields]
  const closed = new Promise((resolve) => {
    socket.once('close', resolve)
  })
  const message = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body])
  if (isOpen) socket.write(message)
  else socket.end(message)
  await closed
}
