/** The page of a run: the overview, or the view that the address selects. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { RunPage } from '../data.ts'
import { CellView } from './cell-view.tsx'
import { ExchangeView } from './exchange/exchange-view.tsx'
import { noFilter } from './filter.ts'
import { ListView } from './list-view.tsx'
import { Overview } from './overview.tsx'
import { defaultAxis } from './matrix/axis.ts'
import { href, routeOf, useRoute, type Route } from './route.ts'
import { runOf, type Run } from './run.ts'

export function RunApp({ page }: { page: RunPage }) {
  const run = useMemo(() => runOf(page), [page])
  const route = useRoute()
  const [filter, setFilter] = useState(noFilter)
  const [axis, setAxis] = useState(() => defaultAxis(page))
  useKeys(run)
  const cell = 'cell' in route ? run.cells[route.cell] : undefined
  if (route.view === 'list') return <ListView {...{ run, axis, route, filter }} />
  if (cell === undefined || route.view === 'overview') {
    return <Overview {...{ run, filter, setFilter, axis, setAxis }} />
  }
  if (route.view === 'cell') {
    return <CellView key={cell.index} run={run} cell={cell} check={route.check} />
  }
  return <ExchangeView key={route.exchange} run={run} cell={cell} exchange={route.exchange} />
}

/** `n` and `p` go through the failures, `o` and Escape to the overview, `/` to the text filter. */
function useKeys(run: Run): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input, select')
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      const step = { n: 1, p: -1 }[event.key]
      // Not the route that is shown: a key may be pressed again before the next one is.
      if (step !== undefined) go(run, routeOf(location.hash), step)
      else if (event.key === 'o' || event.key === 'Escape')
        location.hash = href({ view: 'overview' })
      else if (event.key === '/') document.getElementById('filter-text')?.focus()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [run])
}

function go({ wrong }: Run, route: Route, step: number): void {
  const at = 'cell' in route ? wrong.findIndex(({ index }) => index === route.cell) : -1
  const next = wrong[at === -1 ? 0 : (at + step + wrong.length) % wrong.length]
  if (next !== undefined) location.hash = href({ view: 'cell', cell: next.index })
}
