import { encloses, formatCIDR, intersection, parseCIDR, rangeOfCIDR, type CIDR } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { FieldPlace } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import { isLoose, type Claim } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import { replacing } from '../findings/fixes.ts';

export const notPrivate: Check = {
  code: 'range/not-private',
  scope: 'cluster',
  severity: 'warning',
  *run({ claims }: CheckContext): Generator<Problem> {
    const judged = claims.filter(
      (claim): claim is WrittenNetwork => claim.place !== undefined && claim.cidr !== undefined && isOfCluster(claim) && !isLoose(claim),
    );
    const reported: WrittenNetwork[] = [];
    for (const claim of judged) {
      if (
        !reachesInternet(claim) ||
        reported.some((other) => other.kind === 'pod-subnet' && claim.kind === 'ip-pool' && encloses(other.range, claim.range))
      )
        continue;
      reported.push(claim);
      const alike = judged.filter((other) => other.text === claim.text);
      yield {
        place: claim.place,
        severity: claim.range.family === 6 ? 'information' : undefined,
        message: message(
          'The addresses of {0} {1} are not for private use: they belong to others on the internet, whom pods then cannot reach. Take a network of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
          claim.label,
          claim.text,
        ),
        related: alike.filter((other) => other !== claim).map((other) => ({ message: other.label, place: other.place })),
        fixes: nearNetworks(claim.cidr)
          .filter((network) => isFree(network, alike, claims))
          .map((network) =>
            replacing(
              message('Write {0}', formatCIDR(network)),
              false,
              ...alike.map(({ place, text }) => ({ place, replaces: text, text: formatCIDR(network) })),
            ),
          ),
      };
    }
  },
};

type WrittenNetwork = Claim & { readonly place: FieldPlace; readonly cidr: CIDR };

function isOfCluster({ kind }: Claim): boolean {
  return kind === 'pod-subnet' || kind === 'service-subnet' || kind === 'ip-pool';
}

/** Whether some of its addresses are ones that the internet routes. */
function reachesInternet({ range, kind }: Claim): boolean {
  if (range.family === 6)
    return (
      kind === 'service-subnet' &&
      globalUnicast !== undefined &&
      intersection(range, globalUnicast) !== undefined &&
      !reserved.some((network) => encloses(network, range))
    );
  return !reserved.some((network) => encloses(network, range));
}

const rangeOf = (text: string) => {
  const cidr = parseCIDR(text);
  return cidr === undefined ? [] : [rangeOfCIDR(cidr)];
};
const [globalUnicast] = rangeOf('2000::/3');

/** Private use, shared address space, this host, link-local, benchmarking, documentation, and what was never given to anybody. RFC 6890 */
const reserved = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '240.0.0.0/4',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
].flatMap(rangeOf);

/** Private networks of the same length whose text is near: `172.168…` is `172.16…` or `192.168…`. */
function nearNetworks({ family, network, prefix }: CIDR): readonly CIDR[] {
  if (family === 6) return [];
  const [a, b, c, d] = [network >> 24n, (network >> 16n) & 255n, (network >> 8n) & 255n, network & 255n];
  const texts: string[] = [];
  if (a === 172n) texts.push(`172.${/^(1[6-9]|2[0-9]|3[01])/.exec(String(b))?.[1] ?? '16'}.${c}.${d}/${prefix}`);
  if (b === 168n || a === 192n) texts.push(`192.168.${c}.${d}/${prefix}`);
  return texts.flatMap((text) => {
    const cidr = parseCIDR(text);
    return cidr !== undefined && cidr.address === cidr.network && reserved.some((range) => encloses(range, rangeOfCIDR(cidr)))
      ? [cidr]
      : [];
  });
}

function isFree(network: CIDR, own: readonly Claim[], claims: readonly Claim[]): boolean {
  return !claims.some(
    (claim) => !own.includes(claim) && claim.kind !== 'cluster-dns' && intersection(claim.range, rangeOfCIDR(network)) !== undefined,
  );
}
