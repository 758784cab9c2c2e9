/**
 * The text of a file, as go-yaml takes its bytes: UTF-8, or UTF-16 where a byte-order mark says so (Windows PowerShell's `>` writes such files); the mark is no part of the text.
 * Bytes that are none of that encoding are each kept as a character that no text can have, so that the reader can say what kubectl says of them. Never throws.
 * goyaml.v2/readerc.go (yaml_parser_determine_encoding)
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(encoding).decode(bytes).replaceAll('\uFFFD', undecoded);
  }
}

/** Half of a surrogate pair: it stands alone in no text that was decoded. */
const undecoded = '\uDCFF';
