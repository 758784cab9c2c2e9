/** At most 63 small letters, digits and hyphens, with neither end a hyphen. apimachinery pkg/util/validation IsDNS1123Label */
export function isDNSLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

/** Labels with dots between them, at most 253 characters. IsDNS1123Subdomain */
export function isDNSSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => LABEL.test(label));
}

/** A DNS name, or one whose first label is a star. IsWildcardDNS1123Subdomain; gateway-api apis/v1 `Hostname` */
export function isHostPattern(text: string): boolean {
  return isDNSSubdomain(text.replace(/^\*\./, ''));
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
