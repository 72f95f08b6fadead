/** How a server is connected to, where its address alone does not say it. */
export interface ConnectionOptions {
  /** Path of a Unix domain socket, in place of host and port. */
  readonly unixSocket?: string
  /** What the client shows of itself in the TLS handshake: PEM texts, and the files they are from. */
  readonly certificate?: {
    readonly cert: string
    readonly key: string
    readonly certFile: string
    readonly keyFile: string
  }
  /** Speak HTTP/2 from the first byte (RFC 9113 section 3.3), or offer nothing else in TLS. */
  readonly http2?: boolean
}
