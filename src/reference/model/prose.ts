/** Long answers: any number of sentences that read as prose. */
const story = [
  'The lighthouse stood at the far end of the bay, and Mara had kept its lamp for eleven winters.',
  'Every evening she climbed the narrow stairs, trimmed the wick and wrote the weather in a blue book.',
  'One night the fog came in so thick that even the gulls fell silent on the rocks.',
  'Somewhere beyond the breakers a bell was ringing, slow and uneven, like a question without an answer.',
  'She opened the window, listened, and knew that it was a small boat without a light.',
  'The keeper lifted the heavy horn from its hook and sounded three long notes across the water.',
  'For a while there was nothing but the hiss of the tide over the shingle.',
  'Then the bell rang again, nearer this time, and a lantern trembled in the grey.',
  'Mara ran down to the landing with a coil of rope over her shoulder.',
  'A boy of perhaps fourteen sat at the oars, soaked to the skin and too tired to speak.',
  'She threw the line, he caught it at the second try, and together they drew the boat ashore.',
  'By the stove he told her that he had rowed from the island to fetch a doctor for his sister.',
  'There was no road that was quicker than the sea, and no one else awake to send.',
  'So the keeper lit every lamp in the tower, until the whole bay shone like a harbour at a festival.',
  'The doctor saw it from the village, harnessed the grey mare and was at the landing within the hour.',
  'They crossed before dawn, the boy asleep in the bow and the light turning steadily behind them.',
  'By noon the fever had broken, and the girl asked for bread with honey.',
  'When the fog lifted, the villagers found the tower still burning in broad daylight.',
  'Nobody ever scolded Mara for the oil she had used that night.',
  'In the blue book she wrote only one line, in her small and careful hand.',
  'Fog in the evening, it said, then clear, with good visibility as far as the island.',
] as const

const explanation = [
  'The idea is easiest to follow when it is taken step by step.',
  'First comes the question of what is being described, and which parts of it can be observed.',
  'Next comes the way in which those parts act on each other, and how that changes with time.',
  'A simple example helps: imagine that only one of the parts is allowed to change while the rest is held fixed.',
  'What is seen then shows how strongly that part matters on its own.',
  'Letting two parts change together shows whether they help or hinder each other.',
  'Measurements are never perfect, so it is wise to repeat them and to note how much they scatter.',
  'When the scatter is small, the description can be trusted; when it is large, something is still missing.',
  'In practice people look for the smallest set of rules that explains what they have seen.',
  'Such rules can then be used to predict cases that nobody has tried yet.',
  'Where a prediction fails, the rules are mended and the circle begins again.',
  'That is slow work, but it is how most of what we know has been found out.',
] as const

export type Subject = 'story' | 'explanation'

/**
 * Text of at least `words` words in paragraphs of five sentences; `turn` chooses the sentence to
 * begin with, so that another turn is another text.
 */
export function prose(subject: Subject, words: number, turn = 0): string {
  const sentences: readonly string[] = subject === 'story' ? story : explanation
  const chosen: string[] = []
  for (let count = 0, at = turn; count < words; at += 1) {
    const sentence = sentences[at % sentences.length] ?? ''
    chosen.push(sentence)
    count += sentence.split(' ').length
  }
  return paragraphs(chosen, 5)
}

function paragraphs(sentences: readonly string[], size: number): string {
  const joined: string[] = []
  for (let at = 0; at < sentences.length; at += size) {
    joined.push(sentences.slice(at, at + size).join(' '))
  }
  return joined.join('\n\n')
}

/** The notebook's "Explain quantum computing" must not fit into its 400 tokens. */
export const quantumComputing = `Quantum computing uses the laws of quantum mechanics to process information in ways that classical computers cannot.

A classical computer stores information in bits, each of which is either 0 or 1. A quantum computer stores it in qubits. A qubit can be in a superposition of 0 and 1: its state is described by two amplitudes, and only a measurement turns it into a definite value. Several qubits together have one amplitude for every combination of values, so that the description of fifty qubits already needs more than a million billion numbers.

Superposition alone would not be useful, because a measurement reveals only one outcome. The power comes from interference. Quantum gates change the amplitudes, and an algorithm arranges them so that the paths that lead to wrong answers cancel each other while the paths that lead to right answers grow. The third ingredient is entanglement: the qubits of an entangled group cannot be described one by one, and measuring one of them tells something about the others.

Two algorithms are famous. Shor's algorithm finds the factors of large numbers much faster than any known classical method, and so threatens some of the encryption in use today. Grover's algorithm searches an unsorted list of N entries in about the square root of N steps. Besides these, the simulation of molecules and materials is expected to be among the first useful applications, because nature itself follows the same rules.

Building such machines is hard. Qubits are made of superconducting circuits, trapped ions, single atoms, photons or spins, and all of them lose their state quickly when they are disturbed by their surroundings. This is called decoherence. Error correction spreads one logical qubit over many physical ones, and large machines will need thousands of them for each useful qubit.

Today's devices are small and noisy. They can run interesting experiments, and for a few carefully chosen tasks they are ahead of classical machines, but they do not replace ordinary computers. A quantum computer is best thought of as a specialised partner: it accelerates particular problems, while everything else remains the work of classical hardware.

In short: qubits hold superpositions, gates make them interfere, entanglement links them together, and measurement reads out one answer that a good algorithm has made very likely.`
