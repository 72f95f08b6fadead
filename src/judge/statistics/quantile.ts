/**
 * The `q`-quantile of `sorted` (ascending), between the two nearest values in proportion (method 7
 * of Hyndman and Fan 1996, as in R and NumPy).
 *
 * @returns NaN when there are no values
 */
export function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) return Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}
