import type { Exchange, HeaderList } from '../../model/exchange.ts'

/** A request with origin and credentials. */
export interface SendRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body?: Uint8Array
}

/** Sends one request, whatever comes of it; never throws for a fault of server or network. */
export type SendFn = (
  request: SendRequest,
  options?: { readonly signal?: AbortSignal },
) => Promise<Exchange>
