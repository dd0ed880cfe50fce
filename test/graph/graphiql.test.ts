// GraphiQL as it is served: the page, its settings, its files, and that it needs nobody but this server.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Graphiql, loadGraphiql } from '../../src/graph/graphiql.ts';
import { openSmallGraph, type SmallGraph } from './small-graph.ts';

const BUNDLE = fileURLToPath(new URL('../../dist/graphiql', import.meta.url));
const SETTINGS = {
  defaultQuery: '{ greeting(name: "<&\'$&>") }',
  defaultHeaders: '{"Authorization":"Bearer "}',
};

const root = await mkdtemp(join(tmpdir(), 'revgraph-graphiql-'));
afterAll(() => rm(root, { recursive: true, force: true }));

async function bundleOf(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(root, 'bundle-'));
  await mkdir(join(directory, 'assets'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return directory;
}

describe('the page', () => {
  test('carries its settings in an attribute, where no text can become markup', async () => {
    const directory = await bundleOf({ 'index.html': '<div id="graphiql" data-settings=""></div>' });
    const { page = '' } = (await loadGraphiql(directory, SETTINGS)) ?? {};
    const [, attribute = ''] = /^<div id="graphiql" data-settings="([^"<>]*)"><\/div>$/.exec(page) ?? [];
    const settings = attribute
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    expect(JSON.parse(settings)).toEqual({
      ...SETTINGS,
      defaultQuery: '{\n  greeting(name: "<&\'$&>")\n}\n',
    });
  });

  test('shows its first query with one field to a line', async () => {
    const directory = await bundleOf({ 'index.html': '<div id="graphiql" data-settings=""></div>' });
    const query = '{ greeting names(first: 2) { nodes { given family } } }';
    const { page = '' } = (await loadGraphiql(directory, { defaultQuery: query })) ?? {};
    const lines = [
      ...['{', '  greeting', '  names(first: 2) {', '    nodes {', '      given', '      family'],
      ...['    }', '  }', '}', ''],
    ];
    expect(page).toContain(`:&quot;${lines.join('\\n')}&quot;`);
  });

  test('is missing where no bundle was built', async () => {
    expect(await loadGraphiql(join(root, 'nowhere'), SETTINGS)).toBeUndefined();
  });
});

describe('over HTTP', () => {
  let graphiql: Graphiql | undefined;
  let graph: SmallGraph;
  const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

  beforeAll(async () => {
    const directory = await bundleOf({
      'index.html': '<div id="graphiql" data-settings=""></div>',
      'assets/page-1a2b.js': 'export {};',
      'assets/page.css': 'body { margin: 0 }',
      'assets/page.js.map': '{}',
    });
    graphiql = await loadGraphiql(directory, SETTINGS);
    graph = await openSmallGraph({ graphiql });
  });
  afterAll(() => graph.drain());

  test('a browser gets the page under a policy that knows this server only', async () => {
    const response = await fetch(`${graph.url}/graphql?query={greeting}`, { headers: browser });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe(graphiql?.page);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  });

  test.each([
    [
      'another name of this address, as of a page that was rebound to it',
      { host: 'evil.example:4000' },
      '127.0.0.1',
    ],
    ['another machine', { host: 'localhost:4000' }, '192.0.2.7'],
  ])('no token goes to %s', async (_who, headers, remoteAddress) => {
    const response = await graph.inject({
      url: '/graphql',
      headers: { ...browser, ...headers },
      remoteAddress,
    });
    expect(response.body).toBe(graphiql?.guestPage);
    expect(response.body).not.toContain('Bearer');
  });

  test('the front door leads a browser to it', async () => {
    const response = await fetch(graph.url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
  });

  test('its files are kept for ever, their names change with their content', async () => {
    const response = await fetch(`${graph.url}/graphiql/assets/page-1a2b.js`);
    expect(await response.text()).toBe('export {};');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test.each([
    'assets/nothing.js',
    'assets/page.js.map',
    'index.html',
    '',
    '..%2f..%2fpackage.json',
    '%2e%2e/%2e%2e/package.json',
    'assets/..%5c..%5cpackage.json',
    '%00',
    'constructor',
  ])('there is no file %j', async (name) => {
    const response = await graph.inject({ url: `/graphiql/${name}` });
    expect(response.statusCode).toBe(404);
  });

  test('a page that was not built says how to build it, and the graph answers all the same', async () => {
    const bare = await openSmallGraph({ graphiql: undefined });
    const response = await fetch(`${bare.url}/graphql`, { headers: browser });
    expect(await response.text()).toContain('npm run prepare');
    expect((await fetch(`${bare.url}/graphiql/assets/page.css`)).status).toBe(404);
    expect(await (await bare.post({ query: '{ greeting }' })).json()).toEqual({
      data: { greeting: 'hello' },
    });
    await bare.drain();
  });
});

describe('the bundle that "npm run prepare" builds', () => {
  test('has every file that its page and style sheets name, and names nobody else', async () => {
    const graphiql = await loadGraphiql(BUNDLE, SETTINGS);
    expect(graphiql, 'run "npm run prepare" first').toBeDefined();
    const page = graphiql?.page ?? '';
    expect(page).not.toContain('data-settings=""');
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(named.filter((address) => address.endsWith('.js')).length).toBeGreaterThan(0);
    for (const address of named.filter((each) => each !== 'data:,')) {
      expect(address).toMatch(/^\/graphiql\/assets\//);
      expect(graphiql?.asset(address.slice('/graphiql/'.length)), address).toBeDefined();
    }
    const files = await readdir(join(BUNDLE, 'assets'));
    for (const sheet of files.filter((file) => file.endsWith('.css'))) {
      const css = await readFile(join(BUNDLE, 'assets', sheet), 'utf8');
      expect(css).not.toMatch(/url\(["']?(https?:)?\/\/|@import/);
    }
  });

  test('has no script in the page itself', async () => {
    const page = await readFile(join(BUNDLE, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=/);
  });
});
