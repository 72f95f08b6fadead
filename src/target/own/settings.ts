/** What files say of how a server is reached, as the flags that say the same. */
import { dirname, resolve } from 'node:path'
import type { YamlFile } from '../../yaml/yaml-file.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { TargetFlags } from '../flags.ts'
import type { SettingsYaml } from './settings-format.ts'
import { lastOfEach } from '../../model/lists/group-by.ts'

/** Each member and the flags that it becomes. */
const flagsOf: Readonly<Record<keyof SettingsYaml, readonly (keyof TargetFlags)[]>> = {
  endpoint: ['endpoint'],
  headers: ['header'],
  query: ['query'],
  body: ['bodyExtra'],
  keyVariable: ['keyVariable'],
  auth: ['auth'],
  capabilities: ['has', 'lacks'],
  paths: ['path'],
  models: ['model'],
  regions: ['region'],
  expected: ['expected'],
  unixSocket: ['unixSocket'],
  clientCert: ['clientCert'],
  clientKey: ['clientKey'],
  http2: ['http2'],
  upstream: ['upstream'],
}

/**
 * The flags that mean the same as `yaml`.
 *
 * @param file its file: paths in it are relative to its folder
 */
export function toFlags(yaml: SettingsYaml, file: string): TargetFlags {
  const { headers, query, body, capabilities = {}, paths, models, regions } = yaml
  const at = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(dirname(file), path)
  const claimed = (claim: boolean): string[] | undefined => {
    const names = Object.entries(capabilities).flatMap(([name, given]) =>
      given === claim ? [name] : [],
    )
    return names.length === 0 ? undefined : names
  }
  return defined({
    endpoint: yaml.endpoint,
    header: headers && Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    query: query && Object.entries(query).map(([name, value]) => `${name}=${value}`),
    bodyExtra: body && JSON.stringify(body),
    keyVariable: yaml.keyVariable,
    auth: yaml.auth,
    has: claimed(true),
    lacks: claimed(false),
    path: paths && Object.entries(paths).map(([api, path]) => `${api}=${path}`),
    model: models,
    region: regions,
    expected: yaml.expected,
    unixSocket: at(yaml.unixSocket),
    clientCert: at(yaml.clientCert),
    clientKey: at(yaml.clientKey),
    http2: yaml.http2,
    upstream: yaml.upstream,
  })
}

/** The member of a file that a flag comes from. */
export function memberOf(flag: string): Path | undefined {
  const found = Object.entries(flagsOf).find(([, flags]) => flags.some((name) => name === flag))
  return found && [found[0]]
}

/** The flags that a target file sets, and where its values stand. */
interface LocatedSettings {
  readonly settings: TargetFlags
  readonly locate: YamlFile['locate']
  readonly file?: string
}

/** The flags that a target file sets, each with the place of its value. */
export function originsOf({ settings, locate, file }: LocatedSettings): {
  readonly flag: string
  readonly value: unknown
  readonly origin: string
}[] {
  return Object.entries(settings).map(([flag, value]) => {
    const { line } = locate(memberOf(flag) ?? [])
    return { flag, value, origin: `${file ?? ''}:${line}` }
  })
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function defined<T extends object>(value: T): Partial<Present<T>> {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(entries) as Partial<Present<T>>
}

/** Flags that name several things, each by the name before this sign: the stronger layer wins by name. */
const named: Readonly<Partial<Record<keyof TargetFlags, string>>> = {
  header: ':',
  query: '=',
  path: '=',
}

/** Whether the values of several layers hold at once. */
export function isJoined(flag: string): boolean {
  return ['header', 'query', 'path', 'has', 'lacks', 'bodyExtra'].includes(flag)
}

/** Both layers; where they say the same, `strong` counts. */
export function layered<Flags extends TargetFlags>(weak: TargetFlags, strong: Flags): Flags {
  const { has: _, lacks: __, ...both } = { ...weak, ...defined(strong) }
  for (const [flag, sign] of Object.entries(named) as [keyof typeof named, string][]) {
    const lists = [weak[flag], strong[flag]].filter((list) => Array.isArray(list))
    if (lists.length === 2) Object.assign(both, { [flag]: lastByName(lists.flat(), sign) })
  }
  const claims = layeredClaims(weak, strong)
  const bodies = [weak.bodyExtra, strong.bodyExtra].filter((text) => text !== undefined)
  return {
    ...both,
    ...claims,
    ...(bodies.length === 2 && { bodyExtra: joinedBodies(bodies) }),
  } as Flags
}

function lastByName(texts: readonly string[], sign: string): string[] {
  const name = (text: string): string => {
    const own = (text.split(sign, 1)[0] ?? '').trim()
    return sign === ':' ? own.toLowerCase() : own // of these, the names of headers alone ignore case
  }
  return lastOfEach(texts, name)
}

function layeredClaims(weak: TargetFlags, strong: TargetFlags): Pick<TargetFlags, 'has' | 'lacks'> {
  const claimed = [...(strong.has ?? []), ...(strong.lacks ?? [])]
  const join = (one: readonly string[] = [], other: readonly string[] = []): string[] => [
    ...one.filter((name) => !claimed.includes(name)),
    ...other,
  ]
  const has = join(weak.has, strong.has)
  const lacks = join(weak.lacks, strong.lacks)
  return { ...(has.length > 0 && { has }), ...(lacks.length > 0 && { lacks }) }
}

/** What is no JSON object is left to the flag's own reader, which says so. */
function joinedBodies(texts: readonly string[]): string {
  try {
    return JSON.stringify(Object.assign({}, ...texts.map((text): unknown => JSON.parse(text))))
  } catch {
    return texts.at(-1) ?? ''
  }
}
