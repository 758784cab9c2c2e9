import { gunzipSync } from 'fflate';

/** A file of a packed chart: its path below the chart's folder. */
export interface ArchiveFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const mostBytes = 100 * 1024 * 1024;
const mostFileBytes = 5 * 1024 * 1024;

/**
 * The files of a `.tgz` in their order, without its top folder. Undefined for what is no such archive, holds nothing, leads out of its folder, or is larger than Helm takes.
 * helm/pkg/chart/loader/archive/archive.go
 */
export function readArchive(bytes: Uint8Array): readonly ArchiveFile[] | undefined {
  const tar = unpacked(bytes);
  if (tar === undefined) return undefined;
  const files: ArchiveFile[] = [];
  for (const { name, start, size } of entriesOf(tar)) {
    const path = pathOf(name);
    if (path === undefined || size > mostFileBytes) return undefined;
    files.push({ path, bytes: tar.subarray(start, start + size) });
  }
  return files.length === 0 ? undefined : files;
}

function unpacked(bytes: Uint8Array): Uint8Array | undefined {
  // The last four bytes of gzip say how large the content is, modulo 2^32.
  const said = bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || said > mostBytes) return undefined;
  try {
    const content = gunzipSync(bytes);
    return content.length > mostBytes ? undefined : content;
  } catch {
    return undefined;
  }
}

/** The path below the top folder; undefined when it leads elsewhere. Archives made on Windows may have backslashes. */
function pathOf(name: string): string | undefined {
  const delimiter = name.includes('\\') ? '\\' : '/';
  const [top, ...rest] = name.split(delimiter);
  if (top === 'Chart.yaml' || rest[0] === '') return undefined;
  const segments: string[] = [];
  for (const segment of rest) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined;
    } else segments.push(segment);
  }
  const path = segments.join('/');
  return path === '' || path.startsWith('..') || /^[a-zA-Z]:\//.test(path) ? undefined : path;
}

interface TarEntry {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

const block = 512;

/** The plain files of a tar archive; long names as GNU tar and POSIX (pax) write them. What is cut off is left out. */
function* entriesOf(tar: Uint8Array): Iterable<TarEntry> {
  let longName: string | undefined;
  let paxSize: number | undefined;
  for (let at = 0; at + block <= tar.length;) {
    const header = tar.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) return;
    const type = String.fromCharCode(header[156] ?? 0);
    const size = paxSize ?? sizeOf(header);
    const start = at + block;
    if (start + size > tar.length) return;
    const content = tar.subarray(start, start + size);
    at = start + Math.ceil(size / block) * block;
    if (type === 'L') {
      longName = textOf(content);
      continue;
    }
    if (type === 'x') {
      const records = paxRecords(content);
      longName = records.get('path') ?? longName;
      paxSize = records.has('size') ? Number(records.get('size')) : undefined;
      continue;
    }
    const name = longName ?? headerName(header);
    longName = undefined;
    paxSize = undefined;
    // Links and devices have no content: a chart that holds some has empty files in their place.
    if (type === 'g' || type === 'K' || type === '5' || name.endsWith('/')) continue;
    yield { name, start, size };
  }
}

function headerName(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const prefix = textOf(header.subarray(257, 262)) === 'ustar' ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal digits, or a number in base 256 where the first bit is set. */
function sizeOf(header: Uint8Array): number {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) !== 0) return field.subarray(4).reduce((sum, byte) => sum * 256 + byte, 0);
  const size = Number.parseInt(textOf(field).trim(), 8);
  return Number.isNaN(size) ? 0 : size;
}

/** Lines `LENGTH KEY=VALUE`; the length counts the whole line in bytes. */
function paxRecords(content: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(textOf(content.subarray(at, space)));
    if (!(length > space - at)) break;
    const record = textOf(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** Up to the first zero byte. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
