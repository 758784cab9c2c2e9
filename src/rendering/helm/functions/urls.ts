import { failure, goFunction } from '../function.ts';
import { kindOf, map, mapType, string, type MapValue, type Failure, type GoFunction } from '../value.ts';
import { nilPointer } from './lists.ts';
import { isNothing } from './stringValue.ts';
import { originsOf } from './text.ts';
import { hostName, parseUrl, urlText, userText, type Url, type User } from './url.ts';

const parts = ['scheme', 'host', 'path', 'query', 'opaque', 'fragment', 'userinfo'] as const;

function joinedUrl(source: MapValue): string | Failure {
  const texts = new Map<string, string>();
  for (const part of parts) {
    const value = source.entries.get(part)?.value ?? string('');
    if (isNothing(value)) return nilPointer;
    if (value.kind !== 'string') return failure(`unable to parse ${part} key, must be of type string, but ${kindOf(value)} found`);
    texts.set(part, value.text);
  }
  const text = (part: (typeof parts)[number]): string => texts.get(part) ?? '';
  let user: User | undefined;
  if (text('userinfo') !== '') {
    const parsed = parseUrl(`proto://${text('userinfo')}@host`);
    if ('error' in parsed) return failure(`unable to parse userinfo in dict: ${parsed.error}`);
    user = parsed.user;
  }
  const url: Url = {
    scheme: text('scheme'),
    opaque: text('opaque'),
    user,
    host: text('host'),
    path: text('path'),
    query: text('query'),
    fragment: text('fragment'),
  };
  return urlText(url);
}

export const urls: Readonly<Record<string, GoFunction>> = {
  urlParse: goFunction(['string'], (_, text) => {
    const url = parseUrl(text.text);
    if ('error' in url) return failure(`unable to parse url: ${url.error}`);
    const origins = originsOf(text.rope);
    return map(
      Object.entries({
        scheme: url.scheme,
        host: url.host,
        hostname: hostName(url),
        path: url.path,
        query: url.query,
        opaque: url.opaque,
        fragment: url.fragment,
        userinfo: url.user === undefined ? '' : userText(url.user),
      }).map(([name, part]) => [name, string(part, origins)]),
      origins,
    );
  }),
  urlJoin: goFunction([mapType], (_, source) => {
    const text = joinedUrl(source);
    return typeof text === 'string' ? string(text, source.origins) : text;
  }),
};
