/** Writes `report.json`, with members in a fixed order; the reader is `parse.ts`. */
import { z } from 'zod'
import { isObject } from '../../model/json/shape.ts'
import { memo } from '../../model/lists/memo.ts'
import type { CheckResult, Report } from '../../model/report.ts'
import { printable } from './printable.ts'
import { cellSchema, checkSchema, reportSchema } from './schema.ts'
import { sharedReason } from './shared-reason.ts'

/**
 * The report as JSON text: members in the order of the format, unknown ones after them by name,
 * two spaces of indentation, a newline at the end. Of checks that one reason left unjudged, each is a
 * line, and the reason a member of the cell. Equal reports give equal text.
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
  // Cells share the results of checks that passed, and those of cells that were not sent.
  const [textOf, lineOf] = [memo(textOfCheck), memo(lineOfCheck)]
  for (const [index, { checks, ...cell }] of cells.entries()) {
    const because = sharedReason(checks)
    const text =
      because === undefined
        ? textOfCell(cell, checks.map(textOf))
        : textOfCell({ because, ...cell }, checks.map(lineOf))
    yield `${index === 0 ? '' : ','}\n${text}`
  }
  yield printable(isEmpty ? '\n' : `${afterCells}${after}\n`)
}

/** How `JSON.stringify` writes a list of one cell as the member of the report, or of an object. */
const beforeCells = '\n  "cells": ['
const afterCells = '\n  ]'
const onlyCell = `${beforeCells}\n    0${afterCells}`
const beforeCell = `{${beforeCells}\n`
const afterCell = `${afterCells}\n}`

function textOfCell(cell: object, checks: readonly string[]): string {
  const whole = { cells: [ordered({ ...cell, checks: [] }, cellSchema)] }
  const text = JSON.stringify(whole, undefined, 2).slice(beforeCell.length, -afterCell.length)
  const around = printable(text)
  if (checks.length === 0) return around
  return around.replace(noChecks, () => `${beforeChecks}\n${checks.join(',\n')}${afterChecks}`)
}

function textOfCheck(check: CheckResult): string {
  const text = JSON.stringify(ordered(check, checkSchema), undefined, 2)
  return printable(indentation + text.replaceAll('\n', `\n${indentation}`))
}

/** Of a cell whose checks have one reason: what is left of a check beside it. */
function lineOfCheck({ because: _, ...check }: CheckResult): string {
  return printable(indentation + JSON.stringify(ordered(check, checkSchema)))
}

const indentation = ' '.repeat(8)

/** No string of JSON holds a line feed, so these are the member of the cell itself. */
const beforeChecks = '\n      "checks": ['
const noChecks = `${beforeChecks}]`
const afterChecks = '\n      ]'

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
