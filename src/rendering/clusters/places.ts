import type { Destination } from '../gitops/delivery.ts';

/**
 * A cluster as one text: its name, and behind it the namespace of the Secret that the name is, if it is one's. `home`: where the object lives that applies something; `key`: of what it applies, where nothing
 * says in which cluster.
 */
export function placeOf(destination: Destination, home: string, key: string): string {
  switch (destination.type) {
    case 'same':
      return home;
    case 'named':
      return destination.namespace === undefined ? destination.name : `${destination.name}\n${destination.namespace}`;
    case 'unknown':
      return `? ${key}`;
  }
}

/** How each of the places is called: by its name alone, unless Secrets of two namespaces go by that name. */
export function namesOfPlaces(places: Iterable<string>): (place: string) => string {
  const byName = new Map<string, Set<string>>();
  for (const place of places) {
    const [name = ''] = place.split('\n');
    byName.set(name, (byName.get(name) ?? new Set()).add(place));
  }
  return (place) => {
    const [name = '', namespace] = place.split('\n');
    return namespace !== undefined && (byName.get(name)?.size ?? 0) > 1 ? `${namespace}/${name}` : name;
  };
}
