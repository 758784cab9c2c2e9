import { contains, type Family, type IPAddress } from '../../base/ip.ts';
import { BandedRange, type AutomaticChoice, type Band } from './bandedRange.ts';
import type { ServiceRange } from './serviceRange.ts';
import type { Owner } from './owner.ts';

export type Reservation =
  { readonly kind: 'reserved' } | { readonly kind: 'out-of-range' } | { readonly kind: 'taken'; readonly by: Owner };

/**
 * The cluster IPs of one cluster. Ranges of a family are used in the order given and may overlap: they share what is taken.
 * A family without a range takes any address that is asked for by name and has none to give.
 * kubernetes pkg/registry/core/service/ipallocator/cidrallocator.go
 */
export class ClusterIPs {
  readonly #spaces: Readonly<Record<Family, Space>>;

  constructor(ranges: readonly ServiceRange[]) {
    this.#spaces = { 4: spaceOf(4, ranges), 6: spaceOf(6, ranges) };
  }

  /** Whether addresses of the family can be given at all. */
  hasRange(family: Family): boolean {
    return this.#spaces[family].ranges.length > 0;
  }

  reserve(address: IPAddress, owner: Owner): Reservation {
    const { ranges, taken } = this.#spaces[address.family];
    if (ranges.length > 0 && !ranges.some(({ range }) => range.usable !== undefined && contains(range.usable, address)))
      return { kind: 'out-of-range' };
    return this.reserveAnywhere(address, owner) ?? { kind: 'taken', by: taken.get(address.value) ?? owner };
  }

  /** As `reserve`, outside the ranges too; undefined when the address is taken. */
  reserveAnywhere(address: IPAddress, owner: Owner): { readonly kind: 'reserved' } | undefined {
    const { taken } = this.#spaces[address.family];
    if (taken.has(address.value)) return undefined;
    taken.set(address.value, owner);
    return { kind: 'reserved' };
  }

  /** The lowest free address: of the first range its dynamic band, then its static band; then the next range. Undefined when all are full. */
  next(family: Family, owner: Owner): AutomaticAddress | undefined {
    const { ranges, taken } = this.#spaces[family];
    for (const [index, { range, numbers }] of ranges.entries()) {
      const choice = numbers?.next();
      if (choice === undefined) continue;
      taken.set(choice.value, owner);
      const otherRanges =
        index === ranges.length - 1
          ? none
          : ranges
              .slice(index + 1)
              .filter((other) => other.numbers?.next() !== undefined)
              .map((other) => other.range);
      return {
        value: choice.value,
        band: choice.band,
        choices: choice.choices,
        address: { family, value: choice.value },
        range,
        otherRanges,
      };
    }
    return undefined;
  }

  release({ family, value }: IPAddress): void {
    const { ranges, taken } = this.#spaces[family];
    taken.delete(value);
    for (const { numbers } of ranges) numbers?.released(value);
  }

  /** The band of an address in the first range that has it. */
  bandOf({ family, value }: IPAddress): Band | undefined {
    return this.#spaces[family].ranges.find(({ numbers }) => numbers?.has(value) === true)?.numbers?.bandOf(value);
  }
}

const none: readonly never[] = [];

/** An address that an automatic request got. */
export interface AutomaticAddress extends AutomaticChoice {
  readonly address: IPAddress;
  readonly range: ServiceRange;
  /** Ranges behind this one with free addresses: the real allocator takes any of them. */
  readonly otherRanges: readonly ServiceRange[];
}

interface Space {
  readonly ranges: readonly { readonly range: ServiceRange; readonly numbers: BandedRange | undefined }[];
  readonly taken: Map<bigint, Owner>;
}

function spaceOf(family: Family, ranges: readonly ServiceRange[]): Space {
  const taken = new Map<bigint, Owner>();
  return {
    taken,
    ranges: ranges
      .filter(({ cidr }) => cidr.family === family)
      .map((range) => ({
        range,
        numbers: range.usable === undefined ? undefined : new BandedRange(range.usable.first, range.usable.last, range.staticSize, taken),
      })),
  };
}
