/** The controls above the matrix. */
import type { JSX } from 'preact'
import { levels } from '../../../../model/names.ts'
import { verdictOrder } from '../../../text/describe.ts'
import type { RunPage } from '../../data.ts'
import { isFiltering, noFilter, type Filter } from '../filter.ts'
import { axes, type Axis } from './axis.ts'

interface FiltersProps {
  readonly page: RunPage
  readonly filter: Filter
  readonly setFilter: (filter: Filter) => void
  readonly axis: Axis
  readonly setAxis: (axis: Axis) => void
}

export function Filters({ page, filter, setFilter, axis, setAxis }: FiltersProps) {
  const suites = [...new Set(page.cases.map(({ suite }) => suite))]
  const verdicts = verdictOrder.filter((verdict) => page.counts.some(([name]) => name === verdict))
  const choice = (name: keyof Filter, values: readonly string[]): JSX.Element | null =>
    values.length < 2 ? null : (
      <Choice
        label={name}
        value={filter[name]}
        values={values}
        onChange={(value) => setFilter({ ...filter, [name]: value })}
      />
    )
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        text
        <input
          id="filter-text"
          type="search"
          value={filter.text}
          placeholder="case, check, rule, code, message"
          onInput={({ currentTarget }) => setFilter({ ...filter, text: currentTarget.value })}
        />
      </label>
      {choice('verdict', verdicts)}
      {choice('level', levels)}
      {choice('suite', suites)}
      {choice('api', page.apis)}
      {choice('region', page.regionNames)}
      {choice('model', page.models)}
      <Choice
        label="columns"
        value={axis}
        values={axes}
        onChange={(value) => setAxis(axisNamed(value))}
      />
      {isFiltering(filter) && (
        <button type="button" onClick={() => setFilter(noFilter)}>
          Show all
        </button>
      )}
    </form>
  )
}

function axisNamed(name: string): Axis {
  return axes.find((axis) => axis === name) ?? 'api'
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly values: readonly string[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, values, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {label !== 'columns' && <option value="">all</option>}
        {values.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}
