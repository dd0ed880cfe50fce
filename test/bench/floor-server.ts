// The floor: node:http and one hand-written prepared statement per query, whose text goes to the client as it is. What is asked
// stands in the path, so that not even a body is parsed into a query.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'pg';
import { announce } from './contestant.ts';
import { floorQueries, floorValues } from './floor-queries.ts';
import { QUERY_NAMES, type QueryName } from './queries.ts';

const pool = new Pool({
  connectionString: process.env.BENCH_URL,
  max: Number(process.env.BENCH_POOL),
  idleTimeoutMillis: 0,
  options: '-c jit=off -c timezone=UTC',
  // The text as PostgreSQL wrote it: nothing is parsed on the way.
  types: { getTypeParser: () => (value: string) => value },
});

const server = createServer((request, response) => {
  const query = QUERY_NAMES.find((name) => request.url === `/${name}`);
  if (query) void answer(query, request, response);
  else response.writeHead(404).end();
});
server.keepAliveTimeout = 60_000;
announce(server, () => pool.end());

async function answer(query: QueryName, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const values = floorValues(query, JSON.parse(Buffer.concat(chunks).toString()));
    const { rows } = await pool.query<{ data: string }>({ name: query, text: floorQueries[query], values });
    const body = Buffer.from(`{"data":${rows[0]?.data}}`);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}
