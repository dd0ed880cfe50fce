// Real flat exports through the built-in mappings into a store: what arrives, what does not and why, and the oddities that each
// set is known for. Figures are worked out anew from the files themselves.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failing } from '../support/run-outcome.ts';
import { describeSet, rowsOf, sumOf } from './mapping-suites.ts';

describeSet(
  'crm_maven',
  'a CRM without currency, whose deals name accounts by name',
  ({ path, load, rows }) => {
    it('takes every deal that says whose it is', async () => {
      const deals = rowsOf(join(path, 'sales_pipeline.csv'));
      const accounts = rowsOf(join(path, 'accounts.csv'));
      const known = new Set(accounts.map(({ account }) => account));
      const nobodys = deals.filter(({ account }) => account === '').length;
      const strangers = deals.filter(({ account }) => account !== '' && !known.has(account)).length;
      const orphans = accounts.filter(({ subsidiary_of: of }) => of !== '' && !known.has(of)).length;
      expect([deals.length, nobodys, strangers, orphans]).toEqual([3973, 736, 1, 2]);
      const { counts, ignoredByRule } = await load('crm_maven');
      // With a deal its line is missing, too.
      const waiting = orphans + strangers + (nobodys + strangers);
      expect(counts).toMatchObject({ read: 8030, ignored: 36, ...failing(waiting, { VALIDATION: nobodys }) });
      expect(counts.applied).toBe(7 + 37 + 2 + 2 * (3973 - nobodys - strangers));
      expect(ignoredByRule.get('sales-team')).toBe(36);
    });

    it('knows GTXPro as GTX Pro, and keeps a misspelt sector as it is stated', async () => {
      const deals = rowsOf(join(path, 'sales_pipeline.csv'));
      const taken = deals.filter(
        ({ account, product }) => product === 'GTXPro' && account !== '' && account !== 'Teste',
      );
      expect(
        await rows(
          `select (select count(*)::int from opportunity_line join product p using (product_id) where p.code = 'GTX Pro') as deals,
           (select count(*)::int from product) as products,
           (select count(*)::int from customer where industry = 'technolgy') as misspelt,
           (select country from customer where number = 'Bioholding') as country,
           (select count(*)::int from opportunity where currency <> 'USD') as other`,
          [],
        ),
      ).toEqual([{ deals: taken.length, products: 7, misspelt: 7, country: 'PH', other: 0 }]);
    });
  },
);

describeSet('ibm_ar', 'paid invoices, some of them disputed', ({ path, load, rows }) => {
  const all = () => rowsOf(join(path, 'accounts_receivable.csv'));

  it('makes invoice, payment and dispute of one row, and a customer of many', async () => {
    const { counts } = await load('ibm_ar');
    expect(counts).toMatchObject({ read: 4868, applied: 4868, ...failing(0) });
    expect(
      await rows(
        `select (select count(*)::int from customer) as customers, count(*)::int as invoices, sum(total) as total,
           sum(allocated) as paid, count(*) filter (where due_on = issued_on + 30)::int as terms,
           (select count(*)::int from dispute where status = 'RESOLVED') as disputes
         from invoice where settlement = 'PAID'`,
        [],
      ),
    ).toEqual([
      {
        customers: 61,
        invoices: 1476,
        total: '87384.80',
        paid: '87384.80',
        terms: 1476,
        disputes: 318,
      },
    ]);
  });

  it('reads days before months: each was settled as late as the file says', async () => {
    const late = await rows(
      `select i.number, greatest(0, p.received_on - i.due_on) as days from invoice i
       join allocation a using (invoice_id) join payment p using (payment_id)`,
      [],
    );
    const stated = new Map(all().map(({ invoiceNumber, DaysLate }) => [invoiceNumber, Number(DaysLate)]));
    expect(late).toHaveLength(1476);
    expect(late.filter(({ number, days }) => stated.get(number as string) !== days)).toEqual([]);
  });
});

describeSet('mrr_playbook', 'subscription periods', ({ path, load, rows }) => {
  it('become contracts whose last day is the one before the stated end', async () => {
    const { counts } = await load('mrr_playbook');
    expect(counts).toMatchObject({ read: 352, applied: 352, ...failing(0) });
    const periods = rowsOf(join(path, 'subscription_periods.csv'));
    for (const day of ['2018-12-31', '2019-02-01', '2019-06-15', '2020-01-31']) {
      const inForce = periods.filter((row) => (row.start_date ?? '') <= day && day < (row.end_date ?? ''));
      const [found] = await rows(
        'select coalesce(sum(unit_price), 0) as mrr, count(*)::int as lines from contract_line where $1::date between starts_on and ends_on',
        [day],
      );
      expect(found).toEqual({ mrr: sumOf(inForce, 'monthly_amount'), lines: inForce.length });
    }
  });
});

describeSet('sap_bikes', 'SAP sales orders of bicycles', ({ path, load, rows }) => {
  it('come in whole, with keys that are padded here and there', async () => {
    const { counts, ignoredByRule } = await load('sap_bikes');
    expect(counts).toMatchObject({ read: 4673, applied: 4650, ignored: 23, ...failing(0) });
    expect(Object.fromEntries(ignoredByRule)).toEqual({ employee: 14, 'product-category': 9 });
    expect(await rows('select position from contract_line order by 1 limit 1', [])).toEqual([
      { position: 10 },
    ]);
  });

  it('keeps order and items as both are stated, though their amounts differ on all orders but one', async () => {
    const lines = `select o.opportunity_id, o.amount, sum(l.unit_price) as prices, sum(l.unit_price * l.quantity) as worth
      from opportunity o join opportunity_line l using (opportunity_id) group by 1, 2`;
    expect(
      await rows(
        `select count(*)::int as orders, count(*) filter (where amount <> prices)::int as differ,
           count(*) filter (where amount <> worth)::int as off from (${lines}) t`,
        [],
      ),
      // The amount of an item is that of one unit: times the quantity it adds up on every order.
    ).toEqual([{ orders: 334, differ: 333, off: 0 }]);
  });

  it('agrees with the net amount of every order', async () => {
    const net = new Map(
      rowsOf(join(path, 'SalesOrders.csv')).map((row) => [row.SALESORDERID?.slice(1), row.NETAMOUNT]),
    );
    const contracts = await rows(
      `select number, trim_scale(sum(quantity * net_unit_price))::text as net from contract
       join contract_line using (contract_id) group by 1`,
      [],
    );
    expect(contracts).toHaveLength(334);
    for (const { number, net: sum } of contracts)
      expect([number, sum]).toEqual([number, net.get(number as string)]);
  });
});

describeSet('salesforce_dataloader', 'extracts and logs of the Data Loader', ({ path, load, rows }) => {
  it('come in from an encoding that is not UTF-8, with what Salesforce refused as exceptions', async () => {
    const { counts, refusals } = await load('salesforce_dataloader');
    expect(counts).toMatchObject({ read: 904, applied: 884, ignored: 9, ...failing(0, { WRITE_BACK: 11 }) });
    expect(new Set(refusals.map(({ fault }) => fault.message))).toEqual(
      new Set(['Oracle_Id__c not specified', 'Duplicate external id specified: 12345']),
    );
    const accounts = rowsOf(join(path, 'data/accountData.csv'), 'latin1');
    const accented = accounts.filter(({ NAME }) => /[^\0-\x7f]/.test(NAME ?? '')).map(({ NAME }) => NAME);
    expect(accented.length).toBeGreaterThan(0);
    const found = await rows('select name from customer where name = any($1::text[])', [accented]);
    expect(found).toHaveLength(accented.length);
  });
});

describeSet('frappe_books_import', 'invoices with their items and taxes in one sheet', ({ load, rows }) => {
  it('come in but for one whose amount no payer could pay', async () => {
    const { counts, refusals } = await load('frappe_books');
    expect(counts).toMatchObject({ read: 62, applied: 60, ...failing(1, { VALIDATION: 1 }) });
    expect(refusals.map(({ fault }) => fault.message)).toContainEqual(
      expect.stringContaining('3.63768643142'),
    );
    expect(
      await rows(
        `select i.number, i.total - i.subtotal as tax, sum(t.amount) as taxes from invoice i
         join invoice_tax t using (invoice_id) group by i.invoice_id having sum(t.amount) <> i.total - i.subtotal`,
        [],
      ),
    ).toEqual([]);
  });
});

describeSet('sap_telecom_usage', 'metered use of subscribers', ({ load }) => {
  it('waits for subscribers who are not in the export', async () => {
    const { counts, ignoredByRule } = await load('sap_telecom');
    expect(counts).toMatchObject({ read: 93, applied: 12, ignored: 26, ...failing(55) });
    expect(ignoredByRule.get('total-row')).toBe(10);
  });
});

describeSet('reference/ecb_fx', 'reference rates of the European Central Bank', ({ path, load, rows }) => {
  it('come in, one rate per day and currency that has one', async () => {
    const days = rowsOf(join(path, 'eurofxref_2018_2024.csv'));
    const stated = days.reduce(
      (sum, { Date: _day, ...rates }) =>
        sum + Object.values(rates).filter((rate) => rate !== '' && rate !== 'N/A').length,
      0,
    );
    const { counts } = await load('ecb_fx');
    expect(counts).toMatchObject({ read: stated, applied: stated, ...failing(0) });
    expect(
      await rows(
        "select rate from exchange_rate where rate_on = '2024-12-31' and quote_currency = 'USD'",
        [],
      ),
    ).toEqual([{ rate: '1.0389' }]);
  });
});
