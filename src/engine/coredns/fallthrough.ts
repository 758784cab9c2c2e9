import { isWithin, zonesOfText } from './names.ts';

/** `fallthrough` alone is for all names. coredns plugin/pkg/fall */
export function fallthroughZones(args: readonly string[]): readonly string[] {
  return args.length === 0 ? ['.'] : args.flatMap(zonesOfText);
}

export function fallsThrough(zones: readonly string[], name: string): boolean {
  return zones.some((zone) => isWithin(zone, name));
}
