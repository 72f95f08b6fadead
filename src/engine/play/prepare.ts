/** From a step to an HTTP request with origin: everything but the credentials. */
import type { HttpRequest } from '../../model/exchange.ts'
import { apis } from '../../protocol/registry.ts'
import type { Api } from '../../protocol/api.ts'
import type { Step } from '../../model/case.ts'
import type { RequestDraft } from '../../model/conversation.ts'
import type { Cell } from '../../model/plan.ts'
import type { Model } from '../../model/target.ts'
import { anotherRegion } from '../../suite/compile/another-region.ts'
import { fillStep, type FilledSend } from '../../suite/compile/template.ts'
import type { Values } from '../../suite/compile/values.ts'

/** The API that a step of the cell speaks. */
export function apiOf(step: Step, cell: Cell): Api {
  return apis[step.api ?? cell.api]
}

/** The model that a step of the cell asks for. */
export function modelOf(step: Step, cell: Cell): Model {
  return step.model === undefined ? cell.model : { ...cell.model, id: step.model }
}

/** The region that a step of the cell goes to. */
export function regionOf(step: Step, { surface, model, api, region }: Cell): string {
  if (step.region === undefined) return region
  return anotherRegion({ surface, model, api }, region) ?? region
}

/**
 * The step's request for the cell's surface.
 *
 * @returns the request, or one sentence why an earlier reply or the API does not allow it
 */
export function prepare(
  step: Step,
  cell: Cell,
  values: Values,
): { readonly request: HttpRequest } | { readonly problem: string } {
  const api = apiOf(step, cell)
  const filled = fillStep(step, values)
  if ('problem' in filled) return filled
  const model = modelOf(step, cell)
  const draft =
    'say' in filled ? api.encode(filled.say, model) : draftOf(filled.send, api.route(model))
  if (draft === undefined) return { problem: `${api.name} has no way to say this.` }
  const { method, path, headers, body } = draft
  const url = cell.surface.baseUrl(api.name, regionOf(step, cell)) + path
  return {
    request: { method, url, headers: Object.entries(headers), ...(body !== undefined && { body }) },
  }
}

function draftOf(send: FilledSend, route: { method: string; path: string }): RequestDraft {
  const { headers, body } = send
  const method = send.method ?? route.method
  return { method, path: send.path ?? route.path, headers, ...(body !== undefined && { body }) }
}
