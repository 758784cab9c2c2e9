import { md5 } from '@noble/hashes/legacy';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** The longest that Helm takes. */
const longest = 53;

/** Name of a bundle, and of its release, made of a text: one that had to be changed for it, or cut, ends in a part of a hash. fleet internal/names/name.go (HelmReleaseName) */
export function releaseNameOf(text: string): string {
  const path = text.replaceAll('/', '-');
  const isAmbiguous = path !== path.toLowerCase() || /[^a-zA-Z0-9-]/.test(path);
  const name = (isAmbiguous ? `${path}-${hashOf(path, 8)}` : path)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
  return name === '' ? hashOf(text, 24) : shortened(name);
}

/** In bytes, which are characters here. fleet internal/names/name.go (Limit) */
function shortened(name: string): string {
  if (name.length <= longest) return name;
  const start = name.slice(0, longest - 6);
  return `${start}${start.endsWith('-') ? '' : '-'}${hashOf(name, 5)}`;
}

function hashOf(text: string, length: number): string {
  return bytesToHex(md5(utf8ToBytes(text))).slice(0, length);
}
