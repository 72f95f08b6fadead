/** `report.json`: written with members in a fixed order, read back with one-line problems. */
import { z } from 'zod'
import { isObject } from '../../model/json/shape.ts'
import type { Report } from '../../model/report.ts'
import { cellSchema, reportSchema } from './schema.ts'
import { visible } from '../text/visible.ts'
import { truncate } from '../text/width.ts'

/** Legal in JSON but acted upon by terminals and editors: C1 controls, separators, overrides. */
const deceptive =
  /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|\udb40[\udc00-\udfff]/g

/** What a job's runner acts on in a line of JSON that is printed, as far as its last character. */
const commands = /##(?=\[)|::(?=[a-z])|section_(?=(?:start|end):)/gi

/**
 * The report as JSON text: members in the order of the format, unknown ones after them by name,
 * two spaces of indentation, a newline at the end. Equal reports give equal text.
 */
export function renderJson(report: Report): string {
  return [...jsonPieces(report)].join('')
}

/** The same text in pieces: a cell each, and what is around them. */
export function* jsonPieces({ cells, ...report }: Report): Generator<string> {
  const isEmpty = cells.length === 0
  const around = JSON.stringify(
    ordered({ ...report, cells: isEmpty ? [] : [0] }, reportSchema),
    undefined,
    2,
  )
  const [before = '', after = ''] = around.split(onlyCell)
  yield printable(isEmpty ? before : before + beforeCells)
  for (const [index, cell] of cells.entries()) {
    const text = JSON.stringify({ cells: [ordered(cell, cellSchema)] }, undefined, 2)
    yield `${index === 0 ? '' : ','}\n${printable(text.slice(beforeCell.length, -afterCell.length))}`
  }
  yield printable(isEmpty ? '\n' : `${afterCells}${after}\n`)
}

/** How `JSON.stringify` writes a list of one cell as the member of the report, or of an object. */
const beforeCells = '\n  "cells": ['
const afterCells = '\n  ]'
const onlyCell = `${beforeCells}\n    0${afterCells}`
const beforeCell = `{${beforeCells}\n`
const afterCell = `${afterCells}\n}`

function printable(text: string): string {
  const printed = text.replace(commands, (start) => start.slice(0, -1) + asEscape(start.slice(-1)))
  return printed.replace(deceptive, asEscape)
}

function asEscape(text: string): string {
  return text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** `value` with its members in the order in which `schema` names them. */
function ordered(value: unknown, schema: z.core.$ZodType | undefined): unknown {
  const inner = unwrapped(schema)
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? inner.element : undefined
    return value.map((item) => ordered(item, element))
  }
  if (!isObject(value)) return value
  const shape: Readonly<Record<string, z.core.$ZodType>> =
    inner instanceof z.ZodObject ? inner.shape : {}
  const known = Object.keys(shape).filter((name) => Object.hasOwn(value, name))
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(shape, name))
  const names = unknown.length === 0 ? known : [...known, ...unknown.toSorted()]
  return Object.fromEntries(names.map((name) => [name, ordered(value[name], shape[name])]))
}

function unwrapped(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodExactOptional) {
    return unwrapped(schema.unwrap())
  }
  return schema
}

/**
 * Reads the text of a `report.json`. Members that this version does not know are kept.
 *
 * @returns the report, or the problem of the text in one line
 */
export function parseReport(
  text: string,
): { readonly report: Report } | { readonly problem: string } {
  const json = parseJson(text)
  if ('problem' in json) return json
  const version = versionProblem(json.value)
  if (version !== undefined) return { problem: version }
  const result = reportSchema.safeParse(json.value)
  if (result.success) return { report: result.data }
  const [issue] = result.error.issues
  const more = result.error.issues.length - 1
  const rest = more > 0 ? ` (and ${more} more)` : ''
  return {
    problem: `not a valid report: ${issue ? describe(issue, json.value) : 'unknown'}${rest}`,
  }
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) as unknown }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { problem: `not JSON: ${truncate(visible(why), 120)}` }
  }
}

function versionProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) {
    return 'not a report: it has no schemaVersion; give the report.json of an earlier run'
  }
  const { schemaVersion } = value
  if (schemaVersion === 1) return undefined
  const given = truncate(visible(JSON.stringify(schemaVersion) ?? 'none'), 30)
  return `schemaVersion is ${given}, but this program reads 1; use the version that wrote the report`
}

function describe(issue: z.core.$ZodIssue, root: unknown): string {
  const location = issue.path.map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
  )
  const where = visible(location.join('').replace(/^\./, '')) || 'the report'
  const found = issue.path.reduce<unknown>(member, root)
  const shown = found === undefined ? 'nothing' : JSON.stringify(found)
  return `${where}: ${truncate(visible(issue.message), 200)}; it is ${truncate(visible(shown), 60)}`
}

function member(value: unknown, name: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Reflect.get(value, name)
}
