import fc from 'fast-check';
import { generatedManifests, type Manifest } from './generatedCluster.ts';

/** A number of 192.168.0.0/21, in which nodes and external addresses of the generated clusters lie. */
const lanAddress = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 255 }));
const text = ([third, last]: readonly [number, number]) => `192.168.${third}.${last}`;
const run = fc
  .tuple(lanAddress, fc.integer({ min: 0, max: 40 }))
  .map(([[third, last], more]) => `${text([third, last])}-${text([third, Math.min(255, last + more)])}`);

/**
 * Generated clusters on a LAN that keeps addresses for others: gateway, DHCP, reserved ones, whatever they overlap; a range for external addresses that is cut across pools;
 * services with addresses of their own in `spec.externalIPs`, also in pools; often a written address of the cluster's DNS, and pods or services of IPv6.
 */
export const addressedManifests: fc.Arbitrary<readonly Manifest[]> = fc
  .record({
    manifests: generatedManifests,
    gateway: lanAddress,
    dhcp: fc.array(run, { maxLength: 2 }),
    reserved: fc.array(fc.oneof(lanAddress.map(text), run), { maxLength: 3 }),
    external: fc.constantFrom(undefined, '192.168.2.250-192.168.3.4', '192.168.4.0-192.168.4.40'),
    dns: fc.constantFrom(undefined, '10.96.0.10'),
    written: fc.array(
      fc.oneof(lanAddress.map(text), fc.constantFrom('192.168.2.255', '192.168.4.9', '192.168.3.1', '10.244.0.9', 'fd00:4::9')),
      { maxLength: 4 },
    ),
  })
  .map(({ manifests, gateway, dhcp, reserved, external, dns, written }) => {
    let next = 0;
    return manifests.map((manifest): Manifest => {
      if (manifest.kind === 'EdgeNetwork') {
        const computeNetwork = { subnet: '192.168.0.0/21', gateway: text(gateway), dhcpRanges: dhcp, reservedIPs: reserved };
        return {
          ...manifest,
          spec: {
            ...manifest.spec,
            computeNetwork,
            ...(external === undefined ? {} : { kubernetesServiceIPs: external }),
            ...(dns === undefined ? {} : { clusterDNS: dns }),
          },
        };
      }
      const address = manifest.kind === 'Service' ? written[next++] : undefined;
      return address === undefined ? manifest : { ...manifest, spec: { ...manifest.spec, externalIPs: [address] } };
    });
  });
