/** From a step to an HTTP request with origin: everything but the credentials. */
import type { HttpRequest } from '../../../model/exchange.ts'
import { apis } from '../../../protocol/registry.ts'
import type { RequestDraft } from '../../../model/conversation.ts'
import type { Cell, PlannedStep } from '../../../model/plan.ts'
import { fillRequest, type FilledSend } from './fill-request.ts'
import type { Lookup } from '../values/fill.ts'

/**
 * The step's request for the cell's endpoint.
 *
 * @returns the request, or one sentence why an earlier reply or the API does not allow it
 */
export function prepare(
  step: PlannedStep,
  { endpoint }: Pick<Cell, 'endpoint'>,
  lookup: Lookup,
): { readonly request: HttpRequest } | { readonly problem: string } {
  const { model, region } = step
  const api = apis[step.api]
  const filled = fillRequest(step.request, lookup)
  if ('problem' in filled) return filled
  const draft =
    'say' in filled ? api.encode(filled.say, model) : draftOf(filled.send, api.route(model))
  if (draft === undefined) return { problem: `${api.name} cannot express this conversation.` }
  const { method, path, headers, body } = draft
  const url = endpoint.baseUrl(api.name, region) + path
  return {
    request: { method, url, headers: Object.entries(headers), ...(body !== undefined && { body }) },
  }
}

function draftOf(send: FilledSend, route: { method: string; path: string }): RequestDraft {
  const { headers, body } = send
  const method = send.method ?? route.method
  return { method, path: send.path ?? route.path, headers, ...(body !== undefined && { body }) }
}
