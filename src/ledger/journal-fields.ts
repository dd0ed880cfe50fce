// The fields of journals.
import { sql } from 'kysely';
import { sourcesOf } from '../customers/source-fields.ts';
import { filterByBook, filterByEntity } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';

export const journalFields = fieldsOf(
  'Journal',
  'journal',
  (f) => ({
    id: f.column('journal_id'),
    number: f.column('number'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    book: f.one('AccountingBook', 'accounting_book_id', 'accounting_book_id'),
    type: f.column('type'),
    origin: f.column('origin'),
    status: f.column('status'),
    postedOn: f.column('posted_on'),
    description: f.column('description'),
    reverses: f.one('Journal', 'reverses_journal_id', 'journal_id'),
    // A source may state two reversals of one journal; the first one took it back.
    reversedBy: f.oneWhere('Journal', ({ row, fresh, viewer }, reversal) => {
      const candidate = fresh('journal');
      const seen = viewer.sees('Journal', candidate);
      return sql`${columnOf(reversal, 'journal_id')} = (select ${candidate.ref('journal_id')} from ${tableOf(candidate)}
        where ${candidate.ref('reverses_journal_id')} = ${row.ref('journal_id')}${seen ? sql` and ${seen}` : sql``}
        order by ${candidate.ref('posted_on')}, ${candidate.ref('journal_id')} limit 1)`;
    }),
    sourceReference: f.column('source_reference'),
    sourceType: f.column('source_type'),
    postClose: f.column('post_close'),
    postings: f.many('Posting', 'journal_id', 'journal_id'),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    sources: sourcesOf<'journal'>('JOURNAL', (row) => row.ref('journal_id')),
    recordedAt: f.column('recorded_at'),
  }),
  {
    table: 'journal',
    key: 'journal_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('journal_id') },
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      legalEntity: filterByEntity(),
      book: filterByBook(),
      type: { kind: 'enum', expression: ({ row }) => row.ref('type') },
      origin: { kind: 'enum', expression: ({ row }) => row.ref('origin') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      postedOn: { kind: 'date', expression: ({ row }) => row.ref('posted_on') },
      sourceReference: { kind: 'text', expression: ({ row }) => row.ref('source_reference') },
      sourceType: { kind: 'text', expression: ({ row }) => row.ref('source_type') },
      postClose: { kind: 'boolean', expression: ({ row }) => row.ref('post_close') },
      recordedAt: { kind: 'datetime', expression: ({ row }) => row.ref('recorded_at') },
    },
    orders: {
      POSTED_ON: { type: 'date', expression: ({ row }) => row.ref('posted_on') },
      NUMBER: { type: 'text', expression: ({ row }) => row.ref('number') },
    },
    order: ['POSTED_ON', 'DESC'],
  },
);
