import type { Report } from '../../model/report.ts'
import { count } from './describe.ts'

/**
 * What a run that is not the whole suite would have found, as the end of a sentence; undefined where
 * it is whole, or nothing is known.
 */
export function boughtText({ power, selection }: Report): string | undefined {
  if (power === undefined) return undefined
  const { requests, share, of, leftOut } = power
  const percent = share === 1 ? 100 : Math.min(99, Math.round(share * 100))
  const asked = `${count(requests, 'request')}, with which ${percent} % of the ${of} known defects of these APIs would have been found`
  const cause = selection?.budget === undefined ? '' : ` (--budget=${selection.budget})`
  return leftOut === 0 ? asked : `${asked}; ${count(leftOut, 'cell')} were left out${cause}`
}
