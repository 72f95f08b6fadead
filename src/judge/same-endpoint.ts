const loopback = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?/

/** Whether two runs had the same server; on the loopback interface any port counts as the same. */
export function isSameEndpoint(one: string, other: string): boolean {
  return (
    one === other || one.replace(loopback, 'loopback:') === other.replace(loopback, 'loopback:')
  )
}
