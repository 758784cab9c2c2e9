import { failure, goFunction } from '../function.ts';
import {
  int,
  string,
  unknownOf,
  type GoValue,
  type IntValue,
  type ObjectValue,
  type CallContext,
  type Failure,
  type GoFunction,
} from '../value.ts';
import { derivedPassword, isPasswordType } from './derivedPassword.ts';

/** A text of the length that the real one has; what it says is not known. */
function standIn(context: CallContext, length: number): GoValue {
  context.spend(length);
  return unknownOf(string('x'.repeat(length)));
}

function characters(): GoFunction {
  return goFunction(['int'], (context, count) => {
    // goutils refuses a negative count, and Sprig keeps quiet about it.
    return count.value <= 0n ? string('') : standIn(context, Number(count.value));
  });
}

/** Of a struct with a certificate and its key. */
function certificate(): ObjectValue {
  return unknownOf({
    kind: 'object',
    type: 'sprig.certificate',
    fields: new Map([
      ['Cert', unknownOf(string('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'))],
      ['Key', unknownOf(string('-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n'))],
    ]),
    origins: [],
  });
}

function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** As scrypt takes its time on purpose, five of them fit into what a rendering may use. */
const costOfPassword = 600_000;

function password(context: CallContext, counter: IntValue | ObjectValue, ...texts: readonly string[]): GoValue | Failure {
  const [type = '', secret = '', user = '', site = ''] = texts;
  if (isPasswordType(type)) context.spend(costOfPassword);
  return string(derivedPassword('value' in counter ? Number(counter.value) : 0, type, secret, user, site));
}

export const random: Readonly<Record<string, GoFunction>> = {
  randAlphaNum: characters(),
  randAlpha: characters(),
  randAscii: characters(),
  randNumeric: characters(),
  randBytes: goFunction(['int'], (context, count) =>
    count.value < 0n ? failure('runtime error: makeslice: len out of range') : standIn(context, base64Length(Number(count.value))),
  ),
  randInt: goFunction(['int', 'int'], (_, least, most) =>
    most.value <= least.value ? failure('invalid argument to Intn') : unknownOf(int(least.value)),
  ),
  shuffle: goFunction(['string'], (_, text) => unknownOf(text)),
  uuidv4: goFunction([], () => unknownOf(string('00000000-0000-4000-8000-000000000000'))),
  bcrypt: goFunction(['string'], (context) => standIn(context, 60)),
  htpasswd: goFunction(['string', 'string'], (context, user) =>
    user.text.includes(':') ? string(`invalid username: ${user.text}`) : standIn(context, user.text.length + 61),
  ),
  encryptAES: goFunction(['string', 'string'], (context, _, text) =>
    text.text === '' ? string('') : standIn(context, base64Length(16 * (2 + Math.floor(text.text.length / 16)))),
  ),
  decryptAES: goFunction(['string', 'string'], (_, __, text) => (text.text === '' ? string('') : unknownOf(string('')))),
  derivePassword: goFunction(['uint32', 'string', 'string', 'string', 'string'], (context, counter, type, secret, user, site) =>
    password(context, counter, type.text, secret.text, user.text, site.text),
  ),
  genPrivateKey: goFunction(['string'], (context, type) =>
    ['', 'rsa', 'dsa', 'ecdsa', 'ed25519'].includes(type.text) ? standIn(context, 227) : string(`Unknown type ${type.text}`),
  ),
  buildCustomCert: goFunction(['string', 'string'], () => certificate()),
  genCA: goFunction(['string', 'int'], () => certificate()),
  genCAWithKey: goFunction(['string', 'int', 'string'], () => certificate()),
  genSelfSignedCert: goFunction(['string', '[]interface {}', '[]interface {}', 'int'], () => certificate()),
  genSelfSignedCertWithKey: goFunction(['string', '[]interface {}', '[]interface {}', 'int', 'string'], () => certificate()),
  genSignedCert: goFunction(['string', '[]interface {}', '[]interface {}', 'int', 'sprig.certificate'], () => certificate()),
  genSignedCertWithKey: goFunction(['string', '[]interface {}', '[]interface {}', 'int', 'sprig.certificate', 'string'], () =>
    certificate(),
  ),
};
