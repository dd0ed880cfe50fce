// Ledger accounts, journals and balanced postings of the fixture.
import { customerOf, type Dice, type Given, idOf, type Parties } from './fixture-values.ts';

const CLASSES = ['RECEIVABLE', 'REVENUE', 'DEFERRED_REVENUE', 'TAX', 'CASH'];

export function ledgerRows(dice: Dice, parties: Parties): [string, Given[]][] {
  const accounts = parties.entities.flatMap(({ id }, entity) =>
    CLASSES.map((name, index) => ({
      ledger_account_id: idOf('ledger_account', entity * CLASSES.length + index),
      legal_entity_id: id,
      code: `${index}000`,
      name: dice.text(),
      class: name,
      normal_balance: dice.maybe('DEBIT'),
      source_type: dice.maybeText(),
      active: dice.chance(0.8),
    })),
  );
  const journals = dice.times(45, (index) => ({
    journal_id: idOf('journal', index),
    legal_entity_id: parties.entities[index % 3]?.id ?? null,
    accounting_book_id: idOf('accounting_book', (index % 3) * 2 + (index % 5 === 0 ? 1 : 0)),
    number: `J${index}`,
    type: index % 6 === 0 ? 'CROSS_CURRENCY' : 'STANDARD',
    origin: dice.pick(['RULE', 'SYSTEM', 'MANUAL']),
    status: index % 8 === 0 ? 'PROPOSED' : 'POSTED',
    posted_on: dice.usualDay(),
    description: dice.maybeText(),
    reverses_journal_id: index > 5 && index % 4 === 0 ? idOf('journal', (index % 2) + 1) : null,
    ...dice.texts('source_reference', 'source_type'),
    source_system_id: parties.source,
    recorded_at: dice.instant(),
  }));
  const postings = journals.flatMap((journal, index) =>
    [0, 1].map((side) => posting(dice, parties, { journal, index, side })),
  );
  return [
    ['ledger_account', accounts],
    ['journal', journals],
    ['posting', postings],
  ];
}

function posting(
  dice: Dice,
  parties: Parties,
  { journal, index, side }: { journal: Given; index: number; side: number },
): Given {
  const amount = index % 9 === 0 ? '123456789012345678901234567890.12' : `${index * 7}.25`;
  const stated = index % 4 !== 1;
  const transaction = stated ? `${index}.5` : null;
  const entity = index % 3;
  const sides = (given: string | null) =>
    given === null ? [null, null] : side === 0 ? [given, '0'] : ['0', given];
  const [functionalDebit, functionalCredit] = sides(amount);
  const [debit, credit] = sides(transaction);
  return {
    posting_id: idOf('posting', index * 2 + side),
    posted_on: journal.posted_on ?? null,
    journal_id: journal.journal_id ?? null,
    position: side,
    legal_entity_id: journal.legal_entity_id ?? null,
    accounting_book_id: journal.accounting_book_id ?? null,
    proposed: journal.status === 'PROPOSED',
    ledger_account_id: idOf('ledger_account', entity * CLASSES.length + (side === 0 ? 0 : 1 + (index % 3))),
    currency: stated ? (index % 2 ? 'EUR' : 'USD') : null,
    transaction_debit: debit ?? null,
    transaction_credit: credit ?? null,
    functional_currency: parties.entities[entity]?.currency ?? null,
    functional_debit: functionalDebit ?? '0',
    functional_credit: functionalCredit ?? '0',
    customer_id: dice.maybe(customerOf(dice, parties)),
    contract_id: dice.maybe(idOf('contract', index % 5)),
    invoice_id: dice.maybe(idOf('invoice', index % 5)),
    product_id: dice.maybe(idOf('product', index % 24)),
    counterparty_entity_id: dice.maybe(parties.entities[index % 4]?.id ?? null),
    dimensions: dice.maybe(JSON.stringify({ project: dice.text(), nested: [1, { a: null }], number: 12.5 })),
    link_method: dice.maybe('INFERRED'),
    link_evidence: dice.maybe(JSON.stringify([dice.text()])),
    description: dice.maybeText(),
  };
}
