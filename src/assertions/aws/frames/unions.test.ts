import { expect, it } from 'vitest'
import { isUnion, structureAt, structureNamed, type Structure } from '../testing/service-model.ts'
import { eventUnions, replyUnions, type Union } from './unions.ts'

/** Every union below a structure of the client's model, as its path and its members. */
function unionsBelow(root: Structure): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const visit = (shape: Structure, path: string, above: readonly string[]): void => {
    if (above.includes(shape.name)) return
    if (path !== '' && isUnion(shape.name)) {
      found.set(`${shape.name} ${path}`, [...shape.members.keys()])
    }
    for (const [member, reference] of shape.members) {
      const below = structureAt(reference)
      if (below === undefined) continue
      visit(below, `${path}/${member}`, [...above, shape.name])
    }
  }
  visit(root, '', [])
  return found
}

/** List items and map values have no name in the client's walk. */
function byPath(unions: readonly Union[], below = ''): Map<string, readonly string[]> {
  return new Map(
    unions.map(({ shape, path, members }) => [
      `${shape} ${below}/${path.replaceAll('/*', '')}`,
      members,
    ]),
  )
}

/** Kinds of content that only a request has, and what a block may hold of itself. */
const ofRequests = /searchResult|toolAddition|toolRemoval|toolResult\/content\//u

it('lists every union of a reply that AWS’s own client knows, with its members', () => {
  const known = [...unionsBelow(structureNamed('ConverseResponse'))]
  const listed = byPath(replyUnions)
  expect(known.length).toBeGreaterThan(10)
  for (const [name, members] of known.filter((one) => !ofRequests.test(one[0]))) {
    expect(listed.get(name)?.toSorted(), name).toEqual(members.toSorted())
  }
})

it('lists every union of an event that AWS’s own client knows, with its members', () => {
  const known = [...unionsBelow(structureNamed('ConverseStreamOutput'))]
  const listed = new Map(
    Object.entries(eventUnions).flatMap(([event, unions]) => [...byPath(unions, `/${event}`)]),
  )
  expect(known.length).toBeGreaterThan(4)
  for (const [name, members] of known) {
    expect(listed.get(name)?.toSorted(), name).toEqual(members.toSorted())
  }
})
