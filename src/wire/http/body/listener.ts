import type { HeaderList } from '../../../model/exchange.ts'

/** Hears what becomes of a request, in whatever version of HTTP. */
export interface Listener {
  /** The request is going out. */
  onStart(): void
  /** A header block came: of an interim response, too. */
  onHead(status: number, statusText: string, headers: HeaderList): void
  onData(chunk: Uint8Array): void
  onEnd(trailers: HeaderList): void
  onError(error: unknown): void
}
