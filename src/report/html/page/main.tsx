/*! Contains Preact, Copyright (c) 2015-present Jason Miller, MIT License: https://github.com/preactjs/preact/blob/main/LICENSE */
/** The script of the page: reads the data that the file holds, and shows it. */
import { render } from 'preact'
import type { Page } from '../data.ts'
import { RunApp } from './run-app.tsx'
import { TablesApp } from './tables-app.tsx'

const app = document.getElementById('app')
const data = document.getElementById('data')?.textContent
if (app !== null && data) {
  const page = JSON.parse(data) as Page
  app.replaceChildren()
  render(page.kind === 'run' ? <RunApp page={page} /> : <TablesApp page={page} />, app)
}
