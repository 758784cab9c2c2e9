import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { releaseNameOf } from '../../../src/rendering/gitops/fleet/releaseName.ts';

const md5 = (text: string, length: number) => createHash('md5').update(text).digest('hex').slice(0, length);

describe('The name that Fleet gives to a release', () => {
  const long = `site-${'a'.repeat(40)}/monitoring`;
  const table: readonly (readonly [what: string, text: string, expected: string])[] = [
    ['is that of the repository and the path', 'fleet/apps/web', 'fleet-apps-web'],
    ['is as long as Helm takes', 'a'.repeat(53), 'a'.repeat(53)],
    ['ends in five digits of a hash where it is longer', long, `site-${'a'.repeat(40)}-m-${md5(long.replace('/', '-'), 5)}`],
    ['has no second dash before them', `${'a'.repeat(46)}-bcdefghij`, `${'a'.repeat(46)}-${md5(`${'a'.repeat(46)}-bcdefghij`, 5)}`],
    ['ends in eight of them where letters are large', 'Fleet/web', `fleet-web-${md5('Fleet-web', 8)}`],
    ['ends in eight of them where there is a character that it may not have', 'fleet/my_app', `fleet-my-app-${md5('fleet-my_app', 8)}`],
    ['is in small letters, without dashes that stand together or outside', '-a--b-', 'a-b'],
    ['is a hash where nothing is left', '/', md5('/', 24)],
  ];
  for (const [what, text, expected] of table) it(what, () => expect(releaseNameOf(text)).to.equal(expected));
});
