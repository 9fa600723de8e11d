/** Bytes wide enough for `base64`: text is UTF-8 until a utf16 modifier has made bytes of it. */
export function utf8Bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

export function utf16Bytes(text: string, order: 'le' | 'be', mark: boolean): Uint8Array {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return new Uint8Array(order === 'be' ? bytes.swap16() : bytes);
}

/** One character per byte, so bytes can be looked for in a text field. */
export function bytesAsText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/**
 * The three forms a value takes inside a longer base64 text, one per byte offset, without the characters
 * that its unknown neighbours share (Sigma modifiers appendix, `base64offset`).
 */
export function base64Offsets(bytes: Uint8Array): string[] {
  const start = [0, 2, 3];
  const end = [undefined, -3, -2];
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset, ' '), Buffer.from(bytes)]);
    return padded.toString('base64').slice(start[offset], end[padded.length % 3]);
  });
}
