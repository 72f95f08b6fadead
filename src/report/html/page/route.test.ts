import { expect, it } from 'vitest'
import { href, routeOf, type Route } from './route.ts'

it.each<Route>([
  { view: 'overview' },
  { view: 'list', case: 3, column: 0 },
  { view: 'cell', cell: 12 },
  { view: 'cell', cell: 12, check: 'streamed.done-last & more' },
  { view: 'exchange', cell: 12, exchange: 2 },
])('the fragment of %j names it', (route) => {
  expect(routeOf(href(route))).toEqual(route)
})

it('a fragment that names nothing is the overview', () => {
  for (const fragment of ['', '#', '#cell=x', '#cell=-1', '#case=1', '#other']) {
    expect(routeOf(fragment)).toEqual({ view: 'overview' })
  }
})
