// One comment on a pull request that says what it changes: written once, updated after that, taken away where nothing changes any more.
// node comment.mjs FILE        FILE: Markdown of `edge-network diff`; empty where nothing changes
// Environment: GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, PULL_REQUEST (its number). Node alone is needed.
import { readFileSync } from 'node:fs';

/** Not shown; by it the comment is found again. */
const mark = '<!-- edge-network diff -->';

/** GitHub refuses longer ones. */
const mostCharacters = 65_000;

const { GITHUB_TOKEN = '', GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY = '', PULL_REQUEST = '' } = process.env;
const [file] = process.argv.slice(2);
if (file === undefined || !/^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY) || !/^[0-9]+$/.test(PULL_REQUEST)) {
  console.error('Usage: GITHUB_TOKEN=… GITHUB_REPOSITORY=owner/name PULL_REQUEST=1 node comment.mjs FILE');
  process.exit(2);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<unknown>}
 */
async function ask(method, path, body) {
  const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${GITHUB_TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** @returns {Promise<{ id: number, body: string } | undefined>} */
async function existing() {
  for (let page = 1; ; page++) {
    const comments = /** @type {{ id: number, body?: string }[]} */ (
      await ask('GET', `issues/${PULL_REQUEST}/comments?per_page=100&page=${page}`)
    );
    const found = comments.find(({ body }) => body?.startsWith(mark));
    if (found !== undefined) return { id: found.id, body: found.body ?? '' };
    if (comments.length < 100) return undefined;
  }
}

const text = readFileSync(file, 'utf8').trim();
const shortened = text.length > mostCharacters ? `${text.slice(0, text.lastIndexOf('\n', mostCharacters))}\n\nThe rest is left out.` : text;
const body = `${mark}\n${shortened}`;
const known = await existing();
if (text === '') {
  if (known !== undefined) await ask('DELETE', `issues/comments/${known.id}`);
} else if (known === undefined) await ask('POST', `issues/${PULL_REQUEST}/comments`, { body });
else if (known.body !== body) await ask('PATCH', `issues/comments/${known.id}`, { body });
