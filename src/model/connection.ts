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

/** What a command that repeats a request has to know besides the request, which holds no secret. */
export interface CurlFacts {
  /** The variable that the target's key was read from. */
  readonly tokenVariable?: string | undefined
  /** Headers that come from variables, as `Bearer ${NAME}`; names in lower case. */
  readonly headerTemplates?: Readonly<Record<string, string>> | undefined
  readonly connection?: ConnectionOptions | undefined
}
