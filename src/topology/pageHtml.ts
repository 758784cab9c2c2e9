import type { PageStrings } from './protocol.ts';

export interface PageResources {
  /** Addresses of `dist/webview/main.js`, `style.css` and `codicon.css`, as the host serves them. */
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconUri: string;
  /** Where styles may come from: `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh for each page, from `crypto.getRandomValues`. */
  readonly nonce: string;
  readonly strings: PageStrings;
}

/**
 * The Content-Security-Policy of the page: its own script, its own styles and the font in them, no script or style inline, nothing from elsewhere.
 * Pictures only of its own making (`blob:`): a PNG is drawn from an SVG that it holds.
 * cytoscape would insert a `<style>`; it does not when it finds an element of the id that the page's stylesheet link has.
 */
export function contentSecurityPolicy({ cspSource, nonce }: Pick<PageResources, 'cspSource' | 'nonce'>): string {
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; font-src data:; img-src blob:`;
}

/** The page as the host gives it to the webview. It holds no manifest text; that comes by message. */
export function pageHtml(resources: PageResources): string {
  const { scriptUri, styleUri, codiconUri, nonce, strings } = resources;
  return `<!DOCTYPE html>
<html lang="${attribute(strings.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(contentSecurityPolicy(resources))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(codiconUri)}">
<link rel="stylesheet" id="__________cytoscape_stylesheet" href="${attribute(styleUri)}">
<title>${attribute(strings.title)}</title>
</head>
<body>
<div id="page" data-strings="${encodeURIComponent(JSON.stringify(strings))}"></div>
<script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
