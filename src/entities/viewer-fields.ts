// Who asks: the viewer as the token describes it.
import { sql } from 'kysely';
import { fieldsOf } from '../graph/fields.ts';

export const viewerFields = fieldsOf('Viewer', 'currency', (f) => ({
  subject: f.value(({ viewer }) => viewer.subject),
  roles: f.value(({ viewer }) => viewer.roles),
  allEntities: f.value(({ viewer }) => (viewer.allEntities ? sql`true` : sql`false`)),
}));

export const viewerQueryFields = fieldsOf('Query', 'currency', (f) => ({
  viewer: f.object(),
}));
