/** A socket whose bytes are looked at before they are read: node:http2 reads a bare socket past JavaScript. */
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** @param onBytes called for all bytes that come, before they are passed on */
export function watched(socket: Socket, onBytes: (chunk: Uint8Array) => void): Duplex {
  const shown = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Uint8Array, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (chunk: Uint8Array) => {
    onBytes(chunk)
    if (!shown.push(chunk)) socket.pause()
  })
  socket.on('end', () => shown.push(null))
  socket.on('error', (error) => shown.destroy(error))
  socket.on('close', () => shown.destroy())
  return shown
}
