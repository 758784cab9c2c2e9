import { list, message, term } from '../../../base/message.ts';
import type { Naming } from '../../../engine/references/names/naming.ts';
import { labelOfService, type NamedService } from '../../../engine/references/names/serviceNames.ts';
import { placeOf } from '../../../manifests/place.ts';
import { replacing } from '../../findings/fixes.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { doubtOf, placeIn } from './namingPlaces.ts';

/** A URL without a port, of a Service that does not have the one which its scheme means. Only where the text surely is what somebody connects to, and no other setting gives the port. */
export function withoutDefaultPort(context: CheckContext, naming: Naming, service: NamedService, number: number): readonly Problem[] {
  const { text, name, reference } = naming;
  const { variable, resource } = text;
  const { host, scheme = '' } = reference;
  const behind = text.text[reference.end + (reference.absolute ? 1 : 0)] ?? '';
  if (variable === undefined || name.rest.length > 0 || text.alias || !/^[\s,;"'`)\]|/?]?$/.test(behind)) return [];
  // It may as well be a domain of the Internet.
  if (scheme === 'https' && !naming.qualified && name.namespace !== undefined) return [];
  if (!connecting.test(variable) || others.test(variable) || hasPortBeside(variable, resource.document.text)) return [];
  const ports = [...new Set(service.ports.map(({ port }) => port))];
  const url = `${scheme}://${host}`;
  const label = labelOfService(service);
  return [
    {
      place: placeIn(naming, name.service),
      message:
        ports.length === 1
          ? message('{0} means port {1}, and {2} does not have it; its port is {3}.', url, number, label, list(ports.map(String)))
          : message(
              '{0} means port {1}, and {2} does not have it; its ports are {3}.',
              url,
              number,
              label,
              list(ports.slice(0, 10).map(String)),
            ),
      related:
        service.resource === undefined ? [] : [{ message: term('ports of {0}', label), place: placeOf(service.resource, 'spec', 'ports') }],
      fixes: ports
        .slice(0, 3)
        .map((port) =>
          replacing(message('Write {0}', `${host}:${port}`), ports.length === 1, {
            place: placeIn(naming, reference),
            replaces: host,
            text: `${host}:${port}`,
          }),
        ),
      doubt: doubtOf(context, naming, service),
    },
  ];
}

const connecting = /(url|uri|dsn|endpoint|upstream|broker|server|target|backend|peer|proxy|address|addr|host|api|service)(e?s)?$/i;

/** What is compared, shown or called from outside. */
const others =
  /origin|cors|issuer|audience|realm|scope|public|external|callback|redirect|frontend|allow|trusted|advertis|self|own|root|cookie|no_?proxy|namespace|schema|entity/i;

/** `ORDERS_PORT` beside `ORDERS_URL`: the program puts them together. */
function hasPortBeside(variable: string, document: string): boolean {
  const stem = bare(variable.replace(connecting, ''));
  return stem !== '' && bare(document).includes(`${stem}PORT`);
}

/** Lines of letters and digits alone. */
function bare(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9\n]/g, '');
}
