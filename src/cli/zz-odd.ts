import { loadSuite } from './load-suite.ts'
import { createPlayer } from './mutants/player.ts'
const p = await createPlayer(loadSuite())
for (const id of process.argv.slice(2)) {
  const t = performance.now()
  const r = await p.play(id === 'none' ? undefined : id, true)
  const by = new Map<string, number>()
  for (const x of r.red)
    by.set(
      `${x.key} ${x.verdict} ${x.code} ${x.front}`,
      (by.get(`${x.key} ${x.verdict} ${x.code} ${x.front}`) ?? 0) + 1,
    )
  console.log(
    id,
    r.cells,
    r.requests,
    Math.round(performance.now() - t),
    [...by].map(([k, n]) => `\n    ${n} ${k}`).join(''),
    r.faults.slice(0, 2).join(),
  )
}
await p.close()
