/** Which ids of a run came with answers to different requests. */
import { createHash } from 'node:crypto'
import { excerpt } from '../../assertions/evidence/excerpt.ts'
import { apiFacts } from '../../model/apis.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { AnsweredId, OwnId } from '../../model/findings/own-id.ts'
import type { Observation } from '../../model/observation.ts'

export interface OwnIds {
  /** Notes an id that came with an answer to a request of a case. */
  readonly add: (id: AnsweredId, owner: string) => void
  /** What is wrong with an id that a case received: that other requests were answered with it, too. */
  readonly repeated: (id: AnsweredId, owner: string) => Finding | undefined
}

/** The cases that sent a request, by its digest. */
type Requests = Map<string, Set<string>>

/** Ids of answers that must not be equal. */
interface Ids {
  readonly requests: Set<string>
  readonly byValue: Map<string, Requests>
}

/** The ids of one run. Order is of no account, since with many requests at a time it is by chance. */
export function createOwnIds(): OwnIds {
  const all = new Map<string, Ids>()
  return {
    add({ among, value, request }, owner) {
      const ids = all.get(among) ?? { requests: new Set(), byValue: new Map() }
      all.set(among, ids)
      ids.requests.add(request)
      const requests: Requests = ids.byValue.get(keyOf(value)) ?? new Map()
      ids.byValue.set(keyOf(value), requests)
      const owners = requests.get(request) ?? new Set()
      requests.set(request, owners.add(owner))
    },
    repeated(id, owner) {
      const ids = all.get(id.among)
      const requests = ids?.byValue.get(keyOf(id.value))
      if (ids === undefined || requests === undefined) return undefined
      const others = [...requests].flatMap(([request, owners]) =>
        request === id.request ? [] : [...owners],
      )
      if (others.length === 0) return undefined
      const [other = owner] = others.filter((name) => name !== owner).toSorted()
      const shown = other === owner ? 'this case' : other
      return findingOf(id, `as in ${shown} (${requests.size} of ${ids.requests.size} requests)`)
    },
  }
}

function findingOf({ names, value, at }: AnsweredId, where: string): Finding {
  const received = `${where}: ${excerpt(value, 60)}`
  return names === 'answer'
    ? finding(
        'ids.answer-repeated',
        'Answers to different requests have the same id.',
        'an id of its own for each answer',
        received,
        at,
      )
    : finding(
        'ids.request-repeated',
        'Answers to different requests carry the same request id.',
        'a request id of its own for each request',
        received,
        at,
      )
}

/** An id with what it is compared by. */
export function answeredId(id: OwnId, { api, exchange }: Observation): AnsweredId {
  const { request } = exchange
  const { host } = new URL(request.url)
  const object = id.names === 'answer' ? apiFacts[api].family : ''
  return {
    ...id,
    among: `${id.names} ${object} ${host}`,
    request: digestOf(request),
  }
}

const digests = new WeakMap<object, string>()

function digestOf(request: HttpRequest): string {
  const known = digests.get(request)
  if (known !== undefined) return known
  const { method, url, body = '' } = request
  const digest = createHash('sha256').update(`${method} ${url}\n`).update(body).digest('base64')
  digests.set(request, digest)
  return digest
}

/** Longest id that is kept as it is. */
const longest = 128

function keyOf(value: string): string {
  return value.length <= longest ? value : createHash('sha256').update(value).digest('base64')
}
