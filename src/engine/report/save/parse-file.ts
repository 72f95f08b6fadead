import { parseBlocks, type Parsed } from '../../../report/json/parse.ts'
import { openBytes } from '../../../wire/file-bytes.ts'

/**
 * Reads a `report.json`, a cell at a time.
 *
 * @param wants whether a cell is kept, by its text
 * @throws an error of the file system
 */
export function parseFile(path: string, wants?: (cell: string) => boolean): Parsed {
  const bytes = openBytes(path)
  try {
    return parseBlocks(bytes.blocks(), ({ offset, length }) => bytes.text(offset, length), wants)
  } finally {
    bytes.close()
  }
}
