/** Small helpers for byte arrays. */

/** Where a secret stands, first byte to just after the last. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * One array from many; the same array when there is only one.
 *
 * @param allocate memory for as many bytes; `pooled` where many small arrays are joined
 */
export function joinBytes(
  parts: readonly Uint8Array[],
  allocate: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const joined = allocate(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Memory that Node hands out in small parts: an allocation of its own takes longer than reading a message. */
export function pooled(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length)
  return new Uint8Array(buffer, byteOffset, length)
}

/** A `Buffer` over the same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A view of the same memory for numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Bytes that grow at the end; `view` costs nothing, so looking at each growth stays linear. */
export interface GrowingBytes {
  append(bytes: Uint8Array): void
  /** All bytes so far; valid until the next `append`. */
  view(): Uint8Array
}

export function createGrowingBytes(): GrowingBytes {
  let memory = new Uint8Array(1024)
  let length = 0
  return {
    append(bytes) {
      if (length + bytes.length > memory.length) {
        const larger = new Uint8Array(Math.max(memory.length * 2, length + bytes.length))
        larger.set(memory.subarray(0, length))
        memory = larger
      }
      memory.set(bytes, length)
      length += bytes.length
    },
    view: () => memory.subarray(0, length),
  }
}
