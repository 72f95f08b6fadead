/** Addresses of targets: checked once, then filled in per region. */
import type { EndpointFile } from '../files/target-format.ts'
import type { UsageProblem } from '../problem.ts'

const placeholder = /\{[^{}]*\}/g

function sample(template: string): string {
  return template.replaceAll('{region}', 'us-west-2').replaceAll('{suffix}', 'amazonaws.com')
}

/** The address of one call, in place of that which all have in common. */
const ofCall = /^(.*\/v1)\/(?:chat\/completions|completions|embeddings|responses|messages|models)$/

function wrongAddress(template: string): string | undefined {
  const unknown = template.match(placeholder)?.find((part) => part !== '{region}')
  if (unknown !== undefined) return `${unknown} means nothing in it; only {region} is filled in`
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(template)) return 'it must begin with http:// or https://'
  const filled = sample(template)
  if (!URL.canParse(filled)) return 'it is not a URL'
  const url = new URL(filled)
  if (!/^https?:$/.test(url.protocol)) return 'it must begin with http:// or https://'
  if (url.username !== '' || url.password !== '') {
    return 'it holds a user name or password; credentials belong in the environment'
  }
  if (url.hash !== '') return 'it must not have a fragment'
  if (url.search !== '') return queryAside
  return undefined
}

const queryAside =
  "it must not have a query; give parameters with --query, as in --query='api_key=${MY_KEY}'"

/**
 * What of an address can be shown, right or wrong: never a query, nor anything before an `@`, which may
 * be a user and a password, also where they hold slashes or the scheme is missing.
 */
export function shownAddress(template: string): string {
  return template.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^]*@/i, '$1…@').replace(/[?#][^]*$/, '…')
}

/**
 * Checks an address that the user gave, and takes off what a target's base paths add again.
 *
 * @param given as typed; may contain `{region}`
 * @param from what carried it, for example `--endpoint` or `LLAMA_STACK_BASE_URL`
 * @returns the address without a slash at its end
 */
export function readEndpoint(
  given: string,
  from: string,
  ending: EndpointFile['ending'],
): { readonly endpoint: string } | UsageProblem {
  const trimmed = given.trim().replace(/\/+$/, '')
  const wrong = wrongAddress(trimmed)
  if (wrong !== undefined) {
    return {
      problem: `${from}: "${shownAddress(trimmed)}" cannot be used: ${wrong}.${example(trimmed)}`,
    }
  }
  const base = ofCall.exec(trimmed)?.[1]
  if (base !== undefined) {
    return {
      problem: `${from}: the address is that of one call; what all calls begin with is ${base}.`,
    }
  }
  if (ending.required !== undefined && !trimmed.endsWith(ending.required)) {
    const better = `${trimmed}${ending.required}`
    return { problem: `${from}: the address must end in ${ending.required}, as in ${better}.` }
  }
  const dropped = ending.dropped.find((part) => trimmed.endsWith(part))
  const kept = dropped === undefined ? trimmed : trimmed.slice(0, -dropped.length)
  return { endpoint: kept.replace(/\/+$/, '') }
}

function example(given: string): string {
  return /^[\w.-]+(:\d+)?(\/|$)/.test(given) ? ` Did you mean http://${given}?` : ''
}

/** An address template with region and domain suffix filled in. */
export function fillEndpoint(template: string, region: string, suffix: string): string {
  return template.replaceAll('{region}', region).replaceAll('{suffix}', suffix)
}

/** The template as people know it. */
export function shownEndpoint(template: string): string {
  return template.replaceAll('{suffix}', 'amazonaws.com')
}
