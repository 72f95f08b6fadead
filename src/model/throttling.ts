/** Which statuses say that a server takes no more requests for now, whatever they ask. */

const throttling: ReadonlySet<number> = new Set([
  429, // Too Many Requests, RFC 6585 section 4
  529, // overloaded_error of Anthropic's API: platform.claude.com/docs/en/api/errors
])

/** Whether a response of this status says nothing of its request, but that there are too many. */
export function isThrottling(status: number | undefined): boolean {
  return status !== undefined && throttling.has(status)
}
