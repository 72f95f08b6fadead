/**
 * The structure of a JUnit file as Jenkins reads it, checked element by element.
 *
 * Follows junit-10.xsd of the Jenkins xUnit plugin; `properties` in a test case is what Jenkins'
 * own JUnit plugin reads beyond it (jenkinsci/junit-plugin#541).
 */
import { SaxesParser } from 'saxes'

interface Kind {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  readonly children: readonly string[]
  readonly text: boolean
}

const outcome: Kind = { required: [], optional: ['message', 'type'], children: [], text: true }
const output: Kind = { required: [], optional: [], children: [], text: true }

const kinds: Readonly<Record<string, Kind>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    children: ['testsuite'],
    text: false,
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: [
      'time',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
      'group',
      'file',
      'log',
      'url',
    ],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    text: false,
  },
  properties: { required: [], optional: [], children: ['property'], text: false },
  property: { required: ['name', 'value'], optional: [], children: [], text: false },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: ['properties', 'skipped', 'error', 'failure', 'system-out', 'system-err'],
    text: false,
  },
  skipped: outcome,
  error: outcome,
  failure: outcome,
  'system-out': output,
  'system-err': output,
}

/** SUREFIRE_TIME: digits and a point, no exponent, no sign. */
const time = /^[0-9]+(?:\.[0-9]+)?$/
const whole = /^[0-9]+$/

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** The root of `xml`; throws where it is not well-formed XML 1.0. */
export function parseXml(xml: string): Element {
  const parser = new SaxesParser()
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  const addText = (text: string): void => {
    open.at(-1)!.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return root.children[0]!
}

/** Breaches of the schema, one line each. */
export function junitProblems(element: Element, path = element.name): string[] {
  const kind = kinds[element.name]
  if (kind === undefined) return [`${path}: unknown element`]
  const given = Object.keys(element.attributes)
  return [
    ...kind.required.filter((name) => !given.includes(name)).map((name) => `${path}: no ${name}`),
    ...given
      .filter((name) => !kind.required.includes(name) && !kind.optional.includes(name))
      .map((name) => `${path}: unknown attribute ${name}`),
    ...attributeProblems(element, path),
    ...(kind.text || element.text.trim() === '' ? [] : [`${path}: text`]),
    ...element.children.flatMap((child, index) => {
      const below = `${path}/${child.name}[${index}]`
      const strange = kind.children.includes(child.name) ? [] : [`${below}: not allowed here`]
      return [...strange, ...junitProblems(child, below)]
    }),
  ]
}

function attributeProblems({ attributes }: Element, path: string): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    if (name === 'time' && !time.test(value)) return [`${path}: time ${value}`]
    const counts = ['tests', 'failures', 'errors', 'skipped']
    return counts.includes(name) && !whole.test(value) ? [`${path}: ${name} ${value}`] : []
  })
}

/** Every element called `name` at or below `element`, in document order. */
export function elements(element: Element, name: string): Element[] {
  const below = element.children.flatMap((child) => elements(child, name))
  return element.name === name ? [element, ...below] : below
}
