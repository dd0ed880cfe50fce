// Exceptions of the fixture: of every class, about masked and open fields, fields that no record has, and none; of entities, of
// customers, of sources alone.
import { exceptionClasses } from '../../../src/platform/record-fault.ts';
import { CUSTOMERS, customerId } from './fixture-customers.ts';
import { Dice, ENTITIES, entityId, type Given, idOf, sourceId } from './fixture-values.ts';

const FIELDS = [
  ['invoice', 'issued_on'],
  ['invoice', 'snapshot'],
  ['contact', 'email'],
  ['contact', 'title'],
  ['tax_registration', 'number'],
  ['bank_account', 'iban_or_number'],
  ['bank_account', 'bank_code'],
  ['customer_account', 'billing_city'],
  ['contact', 'Cell'],
  ['customer', 'iban'],
  [null, 'Cell'],
  ['invoice', 'id'],
  ['invoice', null],
  ['bank_account', null],
  [null, null],
] as const;

export function exceptionRows(): [string, Given[]][] {
  const dice = new Dice(20_261_124);
  const rows = dice.times(60, (index): Given => {
    const [record_type, field] = FIELDS[index % FIELDS.length] ?? [null, null];
    const withEntity = index % 4 < 2;
    const isOver = index % 5 === 4;
    const values = {
      [field ?? 'name']: dice.text(),
      title: dice.text(),
      mailing_city: null,
      Cell: '+49',
      BIC: 'X',
    };
    return {
      exception_id: idOf('exception', index),
      fingerprint: idOf('fingerprint', index),
      class: exceptionClasses[index % exceptionClasses.length] ?? 'MAPPING',
      rule: dice.pick(['required', 'one_of', 'systems_agree']),
      message: `${dice.text()} is refused`,
      source_system_id: dice.chance(0.8) ? sourceId(index % 3) : null,
      record_type,
      external_id: dice.maybe(`X-${index % 7}`),
      file: dice.maybeText(),
      line: index % 3,
      field,
      value: dice.maybeText(),
      records:
        index % 6 === 5
          ? null
          : JSON.stringify([
              { file: 'a', line: index % 3, externalId: `X-${index}`, values },
              { file: 'a', line: 9, externalId: 'Y', values: { id: 'Y' } },
            ]),
      edited: dice.chance(0.3) ? JSON.stringify({ [field ?? 'title']: dice.text(), active: 'true' }) : null,
      object_type: dice.maybe('CUSTOMER'),
      object_id: dice.maybe(customerId(index % CUSTOMERS)),
      customer_id: withEntity || index % 4 === 3 ? null : customerId(index % CUSTOMERS),
      legal_entity_id: withEntity ? entityId(index % ENTITIES.length) : null,
      amount_at_risk: index % 3 === 0 ? dice.amount() : null,
      currency: index % 3 === 0 ? dice.currency() : null,
      owner_role: dice.pick(['data_steward', 'billing_ops', 'treasury']),
      assignee: dice.maybe('ada'),
      severity: dice.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
      playbook: dice.text(),
      due_at: dice.instant(),
      occurrences: 1 + (index % 4),
      opened_at: dice.pick([
        '2026-03-15T12:00:00Z',
        '2026-03-10T00:00:00.000001Z',
        '2026-02-20T00:00:00Z',
        '2024-01-01T00:00:00Z',
      ]),
      last_seen_at: dice.instant(),
      resolved_at: isOver ? dice.instant() : null,
      resolved_by: isOver ? dice.maybe('ada') : null,
      resolution: isOver ? dice.text() : null,
    };
  });
  const events = dice.times(
    90,
    (index): Given => ({
      exception_event_id: idOf('exception_event', index),
      exception_id: idOf('exception', index % 60),
      kind: dice.pick(['OPENED', 'ASSIGNED', 'RETRIED', 'EDITED', 'RESOLVED']),
      actor: dice.maybe('ada'),
      note: dice.maybeText(),
      occurred_at: dice.instant(),
    }),
  );
  return [
    ['exception', rows],
    ['exception_event', events],
  ];
}
