/** Whose the nonces of a run are: a word of one case in an answer to another crossed over. */
import { keyOf, type Cell, type CellLocation } from '../../../model/plan.ts'
import { distinctNonces, nonces, likelyNonces, type Nonces } from './nonce.ts'

/** What names a cell, and the nonces that it shares with others. */
export type Owner = CellLocation & Pick<Cell, 'words'>

/** A word that only another case said. */
interface Foreign {
  readonly word: string
  readonly case: string
}

export interface RunNonces {
  /**
   * The nonces of one play of a cell; cells that share theirs get the same ones.
   *
   * @param play number of the play, from 0
   */
  readonly ofPlay: (cell: Owner, play: number) => Nonces
  /** Further nonces of a cell, for a repeat that has its own. */
  readonly further: (cell: Owner) => Nonces
  /** The nonces within a text, each once, that neither the cell nor one that shares its nonces drew. */
  readonly foreignIn: (cell: Owner, text: string) => readonly Foreign[]
}

/** The nonces of one run, no word twice. */
export function createRunNonces(): RunNonces {
  const owners = new Map<string, { readonly key: string; readonly case: string }>()
  const shared = new Map<string, Nonces>()
  const word = distinctNonces()
  const draw = (cell: Owner): Nonces => {
    const owner = { key: ownerKey(cell), case: cell.case.id }
    return nonces(() => {
      const drawn = word()
      owners.set(drawn, owner)
      return drawn
    })
  }
  return {
    ofPlay(cell, play) {
      if (cell.words === undefined) return draw(cell)
      const key = `${play} ${cell.words}`
      const own = shared.get(key) ?? draw(cell)
      shared.set(key, own)
      return own
    },
    further: draw,
    foreignIn(cell, text) {
      const own = ownerKey(cell)
      return likelyNonces(text).flatMap((found) => {
        const owner = owners.get(found)
        return owner === undefined || owner.key === own ? [] : [{ word: found, case: owner.case }]
      })
    },
  }
}

function ownerKey(cell: Owner): string {
  return cell.words ?? keyOf(cell)
}
