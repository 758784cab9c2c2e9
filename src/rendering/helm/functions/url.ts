import { textOfByteText, byteText } from './text.ts';
import { quote } from '../template/quote.ts';

/** Go's `net/url.URL`, as far as Sprig shows it. */
export interface Url {
  readonly scheme: string;
  readonly opaque: string;
  readonly user: User | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

export interface User {
  readonly name: string;
  readonly password?: string;
}

type Part = 'path' | 'user' | 'host' | 'fragment';

/** `undefined` is no URL; what Go says of it is in its own words. */
export function parseUrl(text: string): Url | { readonly error: string } {
  const [before, fragment] = cutAt(text, '#');
  const problem = (words: string, of = before): { readonly error: string } => ({ error: `parse ${quote(of)}: ${words}` });
  if (/[\0-\x1f\x7f]/.test(before)) return problem('net/url: invalid control character in URL');
  const parsed = parseWithoutFragment(before);
  if ('error' in parsed) return problem(parsed.error);
  const read = unescaped(fragment, 'fragment');
  return typeof read === 'string' ? { ...parsed, fragment: read } : problem(read.error, text);
}

function parseWithoutFragment(text: string): Url | { readonly error: string } {
  const [, scheme = '', afterScheme = text] = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(text) ?? [];
  if (text.startsWith(':')) return { error: 'missing protocol scheme' };
  const [rest, query] = cutAt(afterScheme, '?');
  const url: Url = { scheme: scheme.toLowerCase(), opaque: '', user: undefined, host: '', path: '', query, fragment: '' };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...url, opaque: rest };
    if (cutAt(rest, '/')[0].includes(':')) return { error: 'first path segment in URL cannot contain colon' };
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const authority = hasAuthority ? (/^\/\/([^/]*)/.exec(rest)?.[1] ?? '') : '';
  const who = hasAuthority ? parseAuthority(authority) : { user: undefined, host: '' };
  if ('error' in who) return who;
  const path = unescaped(hasAuthority ? rest.slice(2 + authority.length) : rest, 'path');
  return typeof path === 'string' ? { ...url, ...who, path } : path;
}

function parseAuthority(authority: string): Pick<Url, 'user' | 'host'> | { readonly error: string } {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (typeof host !== 'string') return host;
  if (at < 0) return { user: undefined, host };
  const written = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(written)) return { error: 'net/url: invalid userinfo' };
  const colon = written.indexOf(':');
  const name = unescaped(colon < 0 ? written : written.slice(0, colon), 'user');
  const password = colon < 0 ? undefined : unescaped(written.slice(colon + 1), 'user');
  if (typeof name !== 'string') return name;
  if (typeof password === 'object') return password;
  return { user: { name, ...(password !== undefined && { password }) }, host };
}

function parseHost(host: string): string | { readonly error: string } {
  const end = host.startsWith('[') ? host.lastIndexOf(']') : host.lastIndexOf(':') - 1;
  if (host.startsWith('[') && end < 0) return { error: "missing ']' in host" };
  const port = end < -1 ? '' : host.slice(end + 1);
  if ((host.startsWith('[') || host.includes(':')) && !isPort(port)) return { error: `invalid port ${quote(port)} after host` };
  return unescaped(host, 'host');
}

function isPort(text: string): boolean {
  return /^(?::[0-9]*)?$/.test(text);
}

/** The host without its port and brackets. */
export function hostName({ host }: Url): string {
  const colon = host.lastIndexOf(':');
  const name = colon >= 0 && isPort(host.slice(colon)) ? host.slice(0, colon) : host;
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

export function userText({ name, password }: User): string {
  return escaped(name, 'user') + (password === undefined ? '' : `:${escaped(password, 'user')}`);
}

export function urlText({ scheme, opaque, user, host, path, query, fragment }: Url): string {
  let text = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') text += opaque;
  else {
    if (scheme !== '' || host !== '' || user !== undefined) {
      if (host !== '' || path !== '' || user !== undefined) text += '//';
      text += (user === undefined ? '' : `${userText(user)}@`) + escaped(host, 'host');
    }
    const written = path === '*' ? path : escaped(path, 'path');
    if (written !== '' && !written.startsWith('/') && host !== '') text += '/';
    if (text === '' && cutAt(written, '/')[0].includes(':')) text += './';
    text += written;
  }
  return text + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${escaped(fragment, 'fragment')}`);
}

/** What stands as it is in each part, besides letters and digits. */
const allowed: Readonly<Record<Part, string>> = {
  path: '-_.~$&+,/:;=@',
  user: '-_.~$&+,;=',
  host: '-_.~!$&\'()*+,;=:[]<>"',
  fragment: '-_.~$&+,/:;=?@!()*',
};

function escaped(text: string, part: Part): string {
  return Array.from(byteText(text), (byte) =>
    /[A-Za-z0-9]/.test(byte) || allowed[part].includes(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}

function unescaped(text: string, part: Part): string | { readonly error: string } {
  const bad = /%(?![0-9a-fA-F]{2})/.exec(text);
  if (bad) return { error: `invalid URL escape ${quote(text.slice(bad.index, bad.index + 3))}` };
  if (part === 'host') {
    const wrong = /%(?!25)[0-7][0-9a-fA-F]/.exec(text);
    if (wrong) return { error: `invalid URL escape ${quote(wrong[0])}` };
    const character = Array.from(text).find(
      (one) => one < '\x80' && one !== '%' && !/[A-Za-z0-9]/.test(one) && !allowed.host.includes(one),
    );
    if (character !== undefined) return { error: `invalid character ${quote(character)} in host name` };
  }
  return textOfByteText(byteText(text).replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
}

function cutAt(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
