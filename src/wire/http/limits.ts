/** How long and how large one exchange may become. */
export interface Limits {
  /** Milliseconds to reach the server: name lookup, TCP, proxy and TLS together. */
  readonly connectMs: number
  /** Milliseconds from the request's first byte to the response's first byte, and from there to the end of its header block. */
  readonly firstByteMs: number
  /** Milliseconds of silence between two bytes of the response. */
  readonly idleMs: number
  /** Milliseconds from the request's first byte to the response's last byte. */
  readonly totalMs: number
  /** Bytes of the body, before and after content decoding. */
  readonly maxBytes: number
  /** Bytes of all bodies that are under way with one client. */
  readonly maxHeld: number
  /** Lines of the body: each event of a stream is kept as an object, however short it is. */
  readonly maxLines: number
}

export const defaultLimits: Limits = {
  // Three SYNs (0, 1 and 3 s) and a TLS handshake across the world fit; a black hole is soon known.
  connectMs: 10_000,
  // Llama Stack blocks its only event loop for 3-4 s per upstream error and tries upstream three
  // times, so the next request may wait 20 s without a fault; a reply that is not streamed sends
  // its first byte only when a reasoning model has finished.
  firstByteMs: 60_000,
  // Longest pause of a reasoning model between two chunks, with room; a stream left open after its
  // end (ik_llama.cpp#467) must not cost more than this.
  idleMs: 30_000,
  // 2,048 tokens (the most that Llama bodies allow) at a slow 10 tokens per second.
  totalMs: 240_000,
  // The largest legal event-stream message holds 24 MiB of payload and 128 KiB of headers
  // (botocore eventstream.py); no case asks for more than a fraction of it.
  maxBytes: 32 * 1024 * 1024,
  // Eight exchanges are under way at a time; each may hold a megabyte beside one of the largest.
  maxHeld: 32 * 1024 * 1024,
  // Twice 50,000 events: twenty for each of the 2,048 tokens that any case asks for.
  maxLines: 100_000,
}

/**
 * The limits with `--timeout`: one number for all waits that a slow server makes long. It also extends
 * the limit of a whole answer, which is usually four times that of its first byte; it never cuts it, so
 * that a short wait does not end a long answer that comes steadily.
 *
 * @param timeout milliseconds
 */
export function limitsFor(
  timeout: number,
): Pick<Limits, 'connectMs' | 'firstByteMs' | 'idleMs' | 'totalMs'> {
  const { firstByteMs, totalMs } = defaultLimits
  const longer = Math.max(totalMs, timeout * (totalMs / firstByteMs))
  return { connectMs: timeout, firstByteMs: timeout, idleMs: timeout, totalMs: longer }
}
