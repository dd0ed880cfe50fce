// What is wrong with a mapping file is said before any file of the export is opened: all of it at once, each with its path, the
// value that stands there and the rule.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { listMappings, loadMappingFormat } from '../../src/ingestion/formats/mapping.ts';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';
import { writeExport } from './exports.ts';

/** The faults of a mapping file, without its name. */
async function faultsOf(text: string | Buffer): Promise<string[]> {
  const file = join(writeExport({ 'mapping.yaml': text }), 'mapping.yaml');
  const error = await loadMappingFormat({ file }, canonicalRecords).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(UnreadableInput);
  const { faults } = error as UnreadableInput;
  for (const line of faults) expect(line.startsWith(file)).toBe(true);
  return faults.map((line) => line.slice(file.length).replace(/^:? /, ''));
}

const sound = `mapping: sound
about: a sound one
kind: CRM
files:
  rows:
records:
  - record: customer
    from: rows
    id: id
    fields: { name: name }
`;

const fields = (text: string) => sound.replace('{ name: name }', text);

describe('a mapping file', () => {
  it('may be sound', async () => expect(await faultsOf(sound)).toEqual([]));

  it('is refused with every fault of its form at once', async () => {
    const faults = await faultsOf(`mapping: Not A Name
kind: SHOP
dates: 7
files:
  rows: { delimiter: ';;', encoding: klingon, skip_lines: -1, ignore: [ { rule: Not Ours, when: { a: b } } ] }
records:
  - record: customer
    from: rows
    id: { column: a, constant: b }
    fields:
      name: { columm: name }
      region: { column: a, number: { times: 1e3 } }
      segment: { column: a, otherwise: keep }
`);
    expect(faults).toEqual([
      'mapping: "Not A Name" is no name: lower case, digits and _',
      expect.stringMatching(/^about: .*expected string/),
      expect.stringMatching(/^kind: "SHOP" Invalid option: expected one of "CRM"/),
      'files.rows.delimiter: ";;" is not one character of ASCII',
      expect.stringMatching(/^files\.rows\.encoding: "klingon" Invalid option/),
      'files.rows.skip_lines: "-1" is no whole number',
      'files.rows.ignore[0].rule: "Not Ours" is no name of a rule: lower case, digits and hyphens',
      expect.stringContaining('records[0].id: must say exactly one of column, constant'),
      'records[0].fields.name: Unrecognized key: "columm"',
      expect.stringMatching(/^records\[0\]\.fields\.name: must say exactly one of .*; it says none of them$/),
      'records[0].fields.region.number.times: "1e3" is no number in plain digits',
      'records[0].fields.segment: says otherwise without table or lookup',
    ]);
  });

  it('is refused with everything that leads nowhere', async () => {
    const faults = await faultsOf(`mapping: lost
about: names that do not exist
kind: BILLING
dates: [dd/mm/yyyy, quarter]
time_zone: Middle/Earth
numbers: { thousands: '.' }
lookups:
  names: { file: gone, key: id, value: name }
files:
  rows:
    let:
      early: { column: late }
      late: { constant: x }
  other: { names: [rows] }
  teams: { ignored: team }
records:
  - { record: customr, from: rows, id: id, fields: { name: name } }
  - { record: invoice, from: nowhere, id: id, fields: { number: id, totl: total, status: { constant: DONE } } }
  - record: payment
    from: teams
    id: { template: '{id' }
    fields:
      received_on: { constant: 2024-02-30 }
      currency: { constant: EURO }
      amount: { column: a, date: iso }
      customer: { column: a, lookup: nobody }
      method: { column: a, table: words }
      posted_on: { column: a, number: { sign: flip } }
      kind: { column: a, table: { x: PAYMENT, y: CASH }, otherwise: { constant: MAYBE } }
`);
    expect(faults).toEqual([
      expect.stringMatching(/^dates: "quarter" is no date format: iso, epoch_seconds/),
      'time_zone: "Middle/Earth" is no time zone, such as Europe/Berlin',
      'numbers: "." is both decimal and thousands: say both',
      'files.rows.let.early: "late" is computed below it: put it above',
      'files.rows.names: "rows" is a name of another file, too',
      'files.other.names: "rows" is a name of another file, too',
      'lookups.names.file: "gone" is none of the files rows, other, teams',
      expect.stringMatching(/^records\[0\]\.record: "customr" is no record: legal_entity, /),
      'records[1].from: "nowhere" is none of the files rows, other, teams',
      expect.stringMatching(/^records\[1\]\.fields: invoice has no field "totl": number, /),
      'records[1].fields: invoice needs the field "customer"',
      'records[1].fields: invoice needs the field "issued_on"',
      'records[1].fields: invoice needs the field "total"',
      'records[2].from: the rows of "teams" are ignored as a whole',
      'records[1].fields.status: "DONE" is none of DRAFT, ISSUED, VOIDED',
      'records[2].id.template: "{id" has a brace without its other one',
      'records[2].fields.received_on: "2024-02-30" is no date',
      'records[2].fields.currency: "EURO" is no currency',
      'records[2].fields.amount.date: the field is a number',
      'records[2].fields.customer.lookup: "nobody" is none of the lookups',
      'records[2].fields.method.table: "words" is none of the tables',
      'records[2].fields.posted_on.number: the field is a date',
      'records[2].fields.kind: "CASH" is none of PAYMENT, DEPOSIT',
      'records[2].fields.kind.otherwise: "MAYBE" is none of PAYMENT, DEPOSIT',
    ]);
  });

  it('is refused where a lookup needs itself', async () => {
    const lookups = `lookups:
  a: { file: rows, key: id, value: { column: x, lookup: b } }
  b: { file: rows, key: id, value: { column: x, lookup: a } }
`;
    expect(await faultsOf(sound.replace('files:', `${lookups}files:`))).toEqual([
      'lookups: one of them asks itself, directly or over others',
    ]);
  });

  it.each<[what: string, text: string | Buffer, says: string]>([
    ['no YAML', 'mapping: [', 'is no YAML'],
    ['a key that stands twice', `${sound}mapping: again\n`, 'unique'],
    ['half of a quote', 'mapping: "x', 'is no YAML'],
    ['another encoding', Buffer.from('mapping: caf\xe9', 'latin1'), 'not written in UTF-8'],
    ['a list', '- mapping', 'expected object'],
    ['nothing', '', 'the mapping'],
  ])('is refused for %s', async (_what, text, says) =>
    expect((await faultsOf(text)).join('\n')).toContain(says),
  );

  it('is refused where there is none', async () => {
    const wanted = { file: '/nowhere/mapping.yaml' };
    await expect(loadMappingFormat(wanted, canonicalRecords)).rejects.toThrow('there is no such file');
  });

  it('keeps words that other readers take for something else', async () => {
    const format = sound.replace('kind: CRM', 'kind: CRM\ntables: { t: { no: NO, off: "0x1F", 030: 1e3 } }');
    expect(await faultsOf(format)).toEqual([]);
    expect(await faultsOf(fields('{ name: name, country: { constant: NO } }'))).toEqual([]);
  });
});

describe('the built-in mappings', () => {
  it.each(listMappings())('%s is sound, and named like its file', async (name) => {
    const format = await loadMappingFormat({ name }, canonicalRecords);
    expect(format.name).toBe(name);
    expect(format.records?.length).toBeGreaterThan(0);
  });
});
