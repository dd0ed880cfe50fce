// The second contestant: PostGraphile 5 with its preset amber, served by grafserv over node:http, on the same tables.
import { createServer } from 'node:http';
import { Pool } from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { announce } from './contestant.ts';

const pool = new Pool({
  connectionString: process.env.BENCH_URL,
  max: Number(process.env.BENCH_POOL),
  idleTimeoutMillis: 0,
  options: '-c jit=off -c timezone=UTC',
});
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['public', 'bench'] })],
  // It would hide relations whose index is partial, as that of postings by customer is.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  grafast: { explain: false },
  grafserv: { graphiql: false, graphqlOverGET: false },
});
const server = createServer();
server.keepAliveTimeout = 60_000;
await instance.createServ(grafserv).addTo(server);
announce(server, async () => {
  await instance.release();
  await pool.end();
});
