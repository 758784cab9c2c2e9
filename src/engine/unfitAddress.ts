import type { IPAddress } from '../base/ip.ts';

/**
 * Whether an address can be no endpoint and no external IP: unspecified, loopback, link-local, or multicast of the link.
 * kubernetes pkg/apis/core/validation/validation.go ValidateEndpointIP, ValidateNonSpecialIP
 */
export function isUnfitAddress({ family, value }: IPAddress): boolean {
  if (family === 4) return value === 0n || value >> 24n === 127n || value >> 16n === 0xa9fen || value >> 8n === 0xe00000n;
  return value <= 1n || value >> 118n === 0x3fan || ((value >> 112n) & 0xff0fn) === 0xff02n;
}
