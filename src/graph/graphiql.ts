// GraphiQL as this product serves it: the page and the files that vite bundled, under a policy that lets the browser talk to
// nobody but this server.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { parse, print } from 'graphql';

/** Where the bundle expects its files; the `base` of vite.config.ts. */
export const GRAPHIQL_PATH = '/graphiql/';

/** What the page shows before anybody has typed. */
export interface GraphiqlSettings {
  readonly defaultQuery: string;
  /** JSON, such as a bearer token to fill in. */
  readonly defaultHeaders?: string;
}

export interface Asset {
  readonly type: string;
  readonly read: () => Promise<Buffer>;
}

export interface Graphiql {
  readonly page: string;
  /** The page for who is not on this machine: without what stands in the headers. */
  readonly guestPage: string;
  readonly contentSecurityPolicy: string;
  /** A file of the bundle by its path below GRAPHIQL_PATH. */
  asset(name: string): Asset | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

// The editor writes style elements of its own, so styles cannot be listed one by one; scripts can, and are files only.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SETTINGS_PLACE = 'data-settings=""';

/** The bundle of a folder, or undefined where none was built. */
export async function loadGraphiql(
  directory: string,
  settings: GraphiqlSettings,
): Promise<Graphiql | undefined> {
  const template = await readFile(join(directory, 'index.html'), 'utf8').catch(() => undefined);
  if (template === undefined) return undefined;
  const defaultQuery = laidOut(settings.defaultQuery);
  const pageWith = (shown: GraphiqlSettings) =>
    template.replace(SETTINGS_PLACE, () => `data-settings="${escaped(JSON.stringify(shown))}"`);
  const assets = await assetsOf(directory);
  return {
    page: pageWith({ ...settings, defaultQuery }),
    guestPage: pageWith({ defaultQuery }),
    contentSecurityPolicy: POLICY,
    asset: (name) => assets.get(name),
  };
}

/** A query as people read it: one field to a line. */
function laidOut(query: string): string {
  return `${print(parse(query))}\n`;
}

/** Only what the folder held at the start is served, by name: no path of a request ever reaches the file system. */
async function assetsOf(directory: string): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(directory, { recursive: true });
  const assets = new Map<string, Asset>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    assets.set(name.split(sep).join('/'), { type, read: () => readFile(join(directory, name)) });
  }
  return assets;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
