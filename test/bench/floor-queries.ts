// The floor's statements: what somebody who knows the tables would write by hand for exactly these answers, each one prepared
// statement that gives the text of the answer. No row rule, no masks, no merged customers, no currency conversion.
import { AS_OF, type QueryName, type Subject } from './queries.ts';

const amount = (value: string, currency: string) => `round(${value}, minor_digits(${currency}))::text`;
const money = (value: string, currency: string) =>
  `json_build_object('amount', ${amount(value, currency)}, 'currency', ${currency})`;
const due = 'i.total - i.allocated - i.credited - i.deducted - i.written_off';

/** A page of rows as a JSON list: `select json_agg(<object>) from (<page>)`. */
const nodes = (object: string, page: string, alias: string) =>
  `json_build_object('nodes', (select coalesce(json_agg(${object}), '[]') from (${page}) ${alias}))`;

const contracts = nodes(
  `json_build_object('number', k.number, 'status', k.status, 'startsOn', k.starts_on, 'endsOn', k.ends_on,
    'currency', k.currency, 'lines', ${nodes(
      `json_build_object('kind', l.kind, 'description', l.description, 'quantity', trim_scale(l.quantity)::text,
        'netUnitPrice', trim_scale(l.net_unit_price)::text, 'product', json_build_object('code', l.code, 'name', l.name))`,
      `select l.*, p.code, p.name from contract_line l left join product p using (product_id) where l.contract_id = k.contract_id
        order by l.position, l.contract_line_id limit 20`,
      'l',
    )})`,
  'select * from contract k where k.customer_id = c.customer_id order by k.starts_on desc, k.contract_id desc limit 10',
  'k',
);

const invoices = nodes(
  `json_build_object('number', i.number, 'status', i.status, 'settlement', i.settlement, 'issuedOn', i.issued_on,
    'dueOn', i.due_on, 'total', ${money('i.total', 'i.currency')},
    'paid', ${money('i.allocated', 'i.currency')}, 'due', ${money(due, 'i.currency')},
    'lines', ${nodes(
      `json_build_object('position', l.position, 'description', l.description,
        'amount', ${money('l.amount', 'i.currency')})`,
      'select * from invoice_line l where l.invoice_id = i.invoice_id order by l.position limit 20',
      'l',
    )},
    'allocations', ${nodes(
      `json_build_object('kind', a.kind, 'amount', ${money('a.amount', 'a.currency')}, 'appliedOn', a.applied_on,
        'payment', case when a.number is not null then json_build_object('number', a.number) end)`,
      `select a.*, y.number from allocation a left join payment y using (payment_id) where a.invoice_id = i.invoice_id
        order by a.applied_on, a.allocation_id limit 20`,
      'a',
    )})`,
  'select * from invoice i where i.customer_id = c.customer_id order by i.issued_on desc, i.invoice_id desc limit 10',
  'i',
);

const promises = nodes(
  `json_build_object('promisedOn', p.promised_on, 'status', p.status, 'amount', ${money('p.amount', 'p.currency')})`,
  'select * from promise p where p.customer_id = c.customer_id order by p.promised_on desc, p.promise_id desc limit 5',
  'p',
);

/** Open instalments due before today, the oldest settled first; an invoice without instalments is one. */
const overdue = `(select coalesce(sum(coalesce(s.open, case when o.due_on < today then o.open else 0 end)), 0)
  from (select i.invoice_id, i.due_on, ${due} as open from invoice i where i.customer_id = c.customer_id and i.status = 'ISSUED'
    and i.settlement in ('OPEN', 'PARTLY_PAID')) o
  left join lateral (select sum(n.open) filter (where n.due_on < today) as open from (
    select n.due_on, greatest(least(n.amount, o.open - coalesce(sum(n.amount) over (order by n.position desc
      rows between unbounded preceding and 1 preceding), 0)), 0) as open
    from invoice_instalment n where n.invoice_id = o.invoice_id) n) s on true where o.open > 0)`;

const collections = `(select json_build_object('status', coalesce(x.status, 'CURRENT'), 'stage', x.stage, 'nextStep', x.next_step,
    'collector', x.collector, 'hold', coalesce(x.hold_until >= today, false) or exists (select from customer_account a
      where a.customer_id = c.customer_id and a.dunning_hold and a.valid_from <= today and a.valid_to > today),
    'overdue', ${money(overdue, 'd.currency')}, 'promises', ${promises})
  from (select) always left join (select * from collections_case x where x.customer_id = c.customer_id and x.closed_on is null
    order by x.stage desc limit 1) x on true)`;

const postings = nodes(
  `json_build_object('postedOn', p.posted_on, 'ledgerAccount', json_build_object('code', p.code, 'name', p.name),
    'debit', ${money('p.transaction_debit', 'p.currency')}, 'credit', ${money('p.transaction_credit', 'p.currency')})`,
  `select p.*, l.code, l.name from posting p join ledger_account l using (ledger_account_id) where p.customer_id = c.customer_id
    order by p.posted_on desc, p.posting_id desc limit 20`,
  'p',
);

const sumOf = (table: string, value: string, on: string, back: string, more = '') =>
  `(select coalesce(sum(${value}), 0) from ${table} where customer_id = c.customer_id and ${on} <= $2 and (${back} is null or ${back} > $2)${more})`;

const summary = `(select json_build_object('currency', d.currency, 'billed', json_build_object('amount', ${amount('s.billed', 'd.currency')}),
    'credited', json_build_object('amount', ${amount('s.credited', 'd.currency')}),
    'collected', json_build_object('amount', ${amount('s.collected', 'd.currency')}),
    'openReceivable', json_build_object('amount', ${amount('s.billed - s.credited - s.collected - s.lost', 'd.currency')}))
  from (select ${sumOf('invoice', 'total', 'issued_on', 'voided_on', " and status <> 'DRAFT'")} as billed,
    ${sumOf('credit_note', 'total', 'issued_on', 'voided_on', " and status <> 'DRAFT'")} as credited,
    ${sumOf('payment', 'amount', 'received_on', 'reversed_on')} - ${sumOf('refund', 'amount', 'refunded_on', 'reversed_on')}
      - ${sumOf('chargeback', 'amount', 'charged_back_on', 'won_back_on')} as collected,
    ${sumOf('write_off', 'amount', 'posted_on', 'reversed_on')} + ${sumOf('deduction', 'amount', 'posted_on', 'reversed_on')} as lost
    offset 0) s)`;

/** The list with a further condition on customers `c` and one on invoices `i`. */
function customerList(onCustomer: string, onInvoice = ''): string {
  return `select json_build_object('customers', ${nodes(
    `json_build_object('id', c.customer_id, 'number', c.number, 'name', c.name, 'invoices', ${nodes(
      `json_build_object('number', i.number, 'issuedOn', i.issued_on, 'status', i.status, 'total', ${money('i.total', 'i.currency')},
        'due', ${money(due, 'i.currency')})`,
      `select * from invoice i where i.customer_id = c.customer_id${onInvoice} order by i.issued_on desc, i.invoice_id desc limit 3`,
      'i',
    )})`,
    `select * from customer c where (c.sort_name, c.customer_id) > ($1 collate "C", $2::uuid)${onCustomer}
      order by c.sort_name, c.customer_id limit 50`,
    'c',
  )}) as data`;
}

const entities = 'legal_entity_id in (select legal_entity_id from legal_entity where code = any($3))';

/** The list as a viewer of the entities in `$3` must see it; asked only to check what the gateway gives to such a viewer. */
export const ruledListQuery = customerList(
  ` and exists (select from customer_entity v where v.customer_id = c.customer_id and v.${entities})`,
  ` and i.${entities}`,
);

export const floorQueries: Readonly<Record<QueryName, string>> = {
  'customer-360': `select json_build_object('customer', (select json_build_object('id', c.customer_id, 'number', c.number,
      'name', c.name, 'legalName', c.legal_name, 'status', c.status, 'segment', c.segment, 'industry', c.industry, 'region', c.region,
      'currency', d.currency, 'paymentTerms', d.payment_terms, 'creditLimit', ${money('d.credit_limit', 'd.currency')},
      'legalEntity', json_build_object('code', e.code, 'name', e.name),
      'contracts', ${contracts}, 'invoices', ${invoices}, 'collections', ${collections}, 'postings', ${postings}, 'summary', ${summary})
    from customer c join customer_account d on d.customer_account_id = c.default_account_id
    join legal_entity e on e.legal_entity_id = d.legal_entity_id
    cross join lateral (select (now() at time zone e.time_zone)::date as today offset 0) t
    where c.number = $1)) as data where $2::date is not null`,
  'customer-list': customerList(''),
  'three-scalars': `select json_build_object('customer', (select json_build_object('name', name, 'status', status, 'segment', segment)
    from customer where number = $1)) as data`,
};

/** The statement's parameters. */
export function floorValues(query: QueryName, subject: Subject): unknown[] {
  if (query === 'customer-360') return [subject.number, AS_OF];
  return query === 'customer-list' ? [subject.behind.sortName, subject.behind.id] : [subject.number];
}
