/** Long texts for prompts whose size is what the case is about. */

/** Plain sentences without a name, number or question that could distract a model. */
const sentences = [
  'The harbour was quiet and the boats lay still against the wall.',
  'A light wind came from the hills and moved the leaves of the old trees.',
  'Somebody had left a basket of apples on the bench beside the door.',
  'The road went down to the river and on to the village on the other side.',
  'In the evening the lamps were lit and the windows shone over the water.',
  'Nobody was in a hurry, and the talk was of the weather and the harvest.',
  'The baker swept the step in front of the shop and looked at the sky.',
]

const paragraph = `${sentences.join(' ')} `

/** Exactly `bytes` bytes of prose, ASCII, the same every time. */
export function filler(bytes: number): string {
  return paragraph.repeat(Math.ceil(bytes / paragraph.length)).slice(0, bytes)
}
