// The page's start: reads its texts, builds the page, connects it to the extension.
import { partCollector } from '../src/topology/messageParts.ts';
import { parseToPage, protocolVersion, type PageStrings } from '../src/topology/protocol.ts';
import { adoptCodicons } from './shared/codicons.ts';
import { connectHost } from './state/host.ts';
import { Page } from './page.ts';

const root = document.getElementById('page');
const strings = root?.dataset['strings'];
if (root !== null && strings !== undefined) {
  adoptCodicons();
  const host = connectHost();
  // The strings are the extension's own, in the page that the extension wrote; messages are checked one by one.
  const page = new Page(root, JSON.parse(decodeURIComponent(strings)) as PageStrings, host);
  window.addEventListener('error', ({ message }) => host.post({ type: 'log', text: message }));
  const collect = partCollector();
  window.addEventListener('message', ({ data }) => {
    const whole = collect(data);
    if (whole === undefined) return;
    const message = parseToPage(whole);
    if (message === undefined) host.post({ type: 'log', text: `The page refused a message it does not understand: ${summary(whole)}` });
    else page.receive(message);
  });
  window.addEventListener('pagehide', () => page.save());
  host.post({ type: 'ready', protocol: protocolVersion });
}

function summary(data: unknown): string {
  try {
    return (JSON.stringify(data) as string | undefined)?.slice(0, 200) ?? typeof data;
  } catch {
    return typeof data;
  }
}
