/** Statuses as cases write them: `404`, or `4xx` for a class. */
import { z } from 'zod'

export const statusPattern = z.union([
  z.number().int().min(100).max(599),
  z.enum(['1xx', '2xx', '3xx', '4xx', '5xx']),
])

export type StatusPattern = z.infer<typeof statusPattern>

/** Whether a status is the one named, or of the class named. */
export function statusFits(status: number, pattern: StatusPattern): boolean {
  return typeof pattern === 'number'
    ? status === pattern
    : Math.floor(status / 100) === Number(pattern.slice(0, 1))
}

/** For findings: `200`, or `one of 400, 5xx`. */
export function describeStatus(patterns: readonly StatusPattern[]): string {
  return patterns.length === 1 ? `status ${patterns[0]}` : `one of ${patterns.join(', ')}`
}
