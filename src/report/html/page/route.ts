/** What the fragment of the address selects. */
import { useEffect, useState } from 'preact/hooks'

export type Route =
  | { readonly view: 'overview' }
  | { readonly view: 'list'; readonly case: number; readonly column: number }
  | { readonly view: 'cell'; readonly cell: number; readonly check?: string }
  | { readonly view: 'exchange'; readonly cell: number; readonly exchange: number }

/** The fragment of `route`. */
export function href(route: Route): string {
  switch (route.view) {
    case 'overview':
      return '#overview'
    case 'list':
      return `#case=${route.case}&column=${route.column}`
    case 'cell':
      return `#cell=${route.cell}${route.check === undefined ? '' : `&check=${encodeURIComponent(route.check)}`}`
    default:
      return `#cell=${route.cell}&exchange=${route.exchange}`
  }
}

/** The route of a fragment; the overview where it names nothing. */
export function routeOf(fragment: string): Route {
  const query = new URLSearchParams(fragment.replace(/^#/, ''))
  const number = (name: string): number | undefined => {
    const value = query.get(name)
    return value !== null && /^\d+$/.test(value) ? Number(value) : undefined
  }
  const cell = number('cell')
  const exchange = number('exchange')
  if (cell !== undefined && exchange !== undefined) return { view: 'exchange', cell, exchange }
  if (cell !== undefined) {
    const check = query.get('check')
    return { view: 'cell', cell, ...(check !== null && { check }) }
  }
  const [one, column] = [number('case'), number('column')]
  if (one !== undefined && column !== undefined) return { view: 'list', case: one, column }
  return { view: 'overview' }
}

/** The route of the address, and of each that follows. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash))
  useEffect(() => {
    const follow = (): void => setRoute(routeOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return route
}
