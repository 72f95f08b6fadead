/** What the checks of OpenAI's embeddings can report; part of `findingCodes`. */
export const embeddingsCodes = {
  'embeddings.count': 'There is not one embedding for each input.',
  'embeddings.index': 'The index of an embedding names no input, or one that another names.',
  'embeddings.position': 'The index of an embedding is not its position in the list.',
  'embeddings.encoding': 'A vector is not in the encoding that was asked for.',
  'embeddings.value': 'A vector is empty or holds a value that is no finite number.',
  'embeddings.length': 'A vector has another number of dimensions than it must.',
  'embeddings.zero': 'All values of a vector are 0.',
  'embeddings.tokens': 'Fewer tokens are counted than the request has inputs.',
  'embeddings.total': 'total_tokens is not what was read and generated.',
  'embeddings.differ': 'The same text has another vector in another request.',
  'embeddings.order': 'The embeddings of a batch are not in the order of its texts.',
  'embeddings.alike': 'Different texts have the same vector.',
} as const
