// Files that a mapping describes: how they are recognised and written, which rows of them make no record and why, and what is
// refused as a whole before anything is applied.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { readExport } from '../support/read-export.ts';
import { writeExport } from './exports.ts';
import { loadMapping, one, readMapped } from './mappings.ts';

describe('rows that make no record', () => {
  const rules = (more: string) =>
    `files:\n  rows:\n${more}\nrecords:\n  - { record: customer, from: rows, when: { a: x }, id: id, fields: { name: id } }\n`;

  it('are refused unless the mapping says that they are out of scope', async () => {
    const rows = { 'rows.csv': 'id,a\n1,y\n' };
    expect((await readMapped(rules(''), rows)).counts()).toEqual({ customer: { 'rejected no-record': 1 } });
    expect((await readMapped(rules('    otherwise: not-x'), rows)).counts()).toEqual({
      customer: { 'ignored not-x': 1 },
    });
  });

  it('are exceptions where the source itself says that something went wrong', async () => {
    const refuse =
      '    refuse: [ { class: WRITE_BACK, rule: refused, when: { error: { empty: false } }, message: error } ]';
    const shopped = await readMapped(rules(refuse), { 'rows.csv': 'id,a,error\n1,x,too long\n2,x,\n' });
    expect(
      shopped.items.map((item) => (item.kind === 'rejected' ? [item.class, item.message] : item.kind)),
    ).toEqual([['WRITE_BACK', 'too long'], 'record']);
  });

  it('are those that live on under another id', async () => {
    const shopped = await readMapped(rules('    merged_into: into'), {
      'rows.csv': 'id,a,into\n1,x,2\n2,x,\n',
    });
    expect(shopped.items).toMatchObject([
      { kind: 'record', externalId: '1', removed: 'merged into 2', values: {} },
      { kind: 'record', externalId: '2' },
    ]);
  });

  it('take with them each record that they made, but none that other rows describe as well', async () => {
    const yaml = `files:
  rows: { deleted: { gone: 'yes' }, version: stamp }
records:
  - { record: customer, from: rows, id: who, distinct: true, fields: { name: who } }
  - { record: invoice, from: rows, id: id, fields: { customer: who, issued_on: day, total: sum } }
  - record: payment
    from: rows
    when: { paid: { empty: false } }
    id: { template: 'P{id}' }
    fields: { customer: who, received_on: paid, amount: sum }
`;
    const row = (id: string, paid: string, gone: string) => `${id},Acme,2024-01-31,10,${paid},${gone},7\n`;
    const read = await readMapped(yaml, {
      'rows.csv': `id,who,day,sum,paid,gone,stamp\n${row('1', '', '')}${row('2', '2024-02-01', 'yes')}${row('3', '', 'yes')}`,
    });
    expect(read.counts()).toEqual({
      customer: { records: 1 },
      invoice: { records: 1, removed: 2 },
      payment: { removed: 1 },
    });
    expect(read.records('payment')).toMatchObject([
      { externalId: 'P2', removed: 'deleted', version: '7', values: {} },
    ]);
  });

  it('are counted by file where a whole file is out of scope or unknown', async () => {
    const yaml = `${rules('')}ignored_files: { purchase: ['bill*'] }\n`;
    const files = { 'rows.csv': 'id,a\n1,x\n', 'bill_line.csv': 'b\n1\n2\n', 'notes.csv': 'c\n1\n' };
    expect((await readMapped(yaml, files)).counts()).toEqual({
      customer: { records: 1, 'ignored purchase': 2, 'ignored file-not-mapped': 1 },
    });
  });
});

describe('files that a mapping declares', () => {
  const dialect = (rules: string) =>
    `files:\n  rows: ${rules}\nrecords:\n  - { record: customer, from: rows, id: id, fields: { name: name } }\n`;
  it.each<[what: string, rules: string, content: string | Buffer, line: number]>([
    ['separated by semicolons', "{ delimiter: ';' }", 'id;name\n1;Café, Bar\n', 2],
    ['with a byte order mark', '{}', '\ufeffid,name\n1,"Café, Bar"\n', 2],
    ['of Windows', '{ encoding: windows-1252 }', Buffer.from('id,name\n1,"Caf\xe9, Bar"\n', 'latin1'), 2],
    ['in UTF-16', '{ encoding: utf-16le }', Buffer.from('\ufeffid,name\n1,"Café, Bar"\n', 'utf16le'), 2],
    ['below a title', '{ skip_lines: 2 }', 'Report of "today\n\nid,name\n1,"Café, Bar"\n', 4],
    ['without a header', '{ columns: [id, name] }', '1,"Café, Bar"\n', 1],
    ['with columns that have no name', '{ unnamed_columns: drop }', 'id,name,,\n1,"Café, Bar",,x\n', 2],
  ])('may be %s', async (_what, rules, content, line) => {
    const shopped = await readMapped(dialect(rules), { 'rows.csv': content });
    expect(shopped.records('customer')).toMatchObject([
      { line, externalId: '1', values: { name: 'Café, Bar' } },
    ]);
  });

  it('may be separated by tabs, and may be JSON Lines', async () => {
    const files = { 'rows.tsv': 'id\tname\n1\tA\n' };
    expect((await readMapped(dialect('{}'), files)).values('customer', '1')).toEqual({ name: 'A' });
    const lines = { 'rows.jsonl': '{"id": 1.10, "name": null}\nno json\n' };
    const shopped = await readMapped(dialect('{}'), lines);
    expect(shopped.records('customer')).toMatchObject([{ externalId: '1.10', values: { name: null } }]);
    expect(shopped.counts()).toEqual({ customer: { records: 1, 'rejected json': 1 } });
  });

  it.each<[what: string, files: Record<string, string | Buffer>, says: string]>([
    ['a column that is missing', { 'rows.csv': 'id,title\n1,x\n' }, 'rows.csv lacks the column name'],
    ['a member that no line has', { 'rows.jsonl': '{"id":1}\n' }, 'rows.jsonl lacks the column name'],
    [
      'another encoding',
      { 'rows.csv': Buffer.from('id,name\n1,Caf\xe9\n', 'latin1') },
      'not written in UTF-8',
    ],
    ['half a file', { 'rows.csv': 'id,name\n1,"x' }, 'only half a file'],
    ['half a line', { 'rows.jsonl': '{"id":1,"name":"x"}\n{"id":2,' }, 'only half a file'],
    ['a column that stands twice', { 'rows.csv': 'id,name,id\n1,x,1\n' }, 'stands twice'],
    ['a column without a name', { 'rows.csv': 'id,name,\n1,x,1\n' }, 'has no name'],
  ])('are refused as a whole for %s', async (_what, files, says) => {
    await expect(readMapped(dialect('{}'), files)).rejects.toThrow(UnreadableInput);
    await expect(readMapped(dialect('{}'), files)).rejects.toThrow(says);
  });

  it('are refused by name where the mapping knows none of them, and with every fault at once', async () => {
    const format = await loadMapping(dialect('{}'));
    const folder = writeExport({ 'rows.csv': 'id\n1\n', 'other.csv': 'a\n1\n' });
    const paths = ['rows.csv', 'other.csv', 'gone.csv'].map((name) => join(folder, name));
    const refused = await readExport(format, paths).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UnreadableInput);
    expect((refused as UnreadableInput).faults).toHaveLength(3);
  });

  it('are read once, however often they are named', async () => {
    const format = await loadMapping(dialect('{}'));
    const folder = writeExport({ 'rows.csv': 'id,name\n1,A\n' });
    const shopped = await readExport(format, [folder, join(folder, 'rows.csv'), folder]);
    expect(shopped.counts()).toEqual({ customer: { records: 1 } });
  });

  it('must come with the files that they are looked up in', async () => {
    const yaml = one(
      '{ name: { column: id, lookup: names } }',
      'lookups: { names: { file: notes, key: of, value: name } }',
    );
    const mapping = yaml.replace('  rows:\n', '  rows:\n  notes:\n');
    await expect(readMapped(mapping, { 'rows.csv': 'id\n1\n' })).rejects.toThrow(
      'the file of notes is missing',
    );
    const optional = mapping.replace('value: name', 'value: name, optional: true');
    const shopped = await readMapped(optional, { 'rows.csv': 'id\n1\n' });
    expect(shopped.items).toMatchObject([
      { kind: 'rejected', class: 'REFERENCE', rule: 'lookup', externalId: '1' },
    ]);
  });
});
