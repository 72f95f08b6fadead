const loopback = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?/

/** Whether two runs asked the same server: on this machine the port is chance. */
export function isSameEndpoint(one: string, other: string): boolean {
  return (
    one === other || one.replace(loopback, 'loopback:') === other.replace(loopback, 'loopback:')
  )
}
