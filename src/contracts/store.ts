// What computed fields of contracts are loaded from, for all parents at once.
import type { Loader } from '../graph/computed.ts';
import { addDays, addMonths } from '../kernel/dates.ts';
import { type BilledLine, billingPeriodsOf, isBeyondCalendar } from './billing-period-rules.ts';

/** The most periods of one contract; further ones are asked for by a later `from`. */
const MAXIMUM_PERIODS = 120;
const LAST_DAY = '9999-12-31';

/** The ids are those of contracts that the viewer sees, so that their lines need no rule of their own. */
const RECURRING_LINES = `
  select l.contract_id as "contractId", c.starts_on::text as "contractStartsOn", l.contract_line_id as "contractLineId",
    l.lineage_id as "lineageId", l.position, l.currency, minor_digits(l.currency) as "minorDigits",
    l.price_period_months as "pricePeriodMonths", l.price_model as "priceModel", l.quantity::text,
    l.net_unit_price::text as "netUnitPrice", l.discount_percent::text as "discountPercent",
    l.min_commitment::text as "minCommitment",
    case jsonb_typeof(l.tiers) when 'array' then (select json_agg(json_build_object('upTo', tier ->> 'upTo',
      'unitAmount', tier ->> 'unitAmount', 'flatAmount', tier ->> 'flatAmount') order by place)
      from jsonb_array_elements(l.tiers) with ordinality as tiers (tier, place)) end as tiers,
    case jsonb_typeof(l.ramp) when 'array' then (select json_agg(json_build_object('from', step ->> 'from',
      'quantity', step ->> 'quantity', 'netUnitPrice', step ->> 'netUnitPrice'))
      from jsonb_array_elements(l.ramp) as ramp (step)) end as ramp,
    l.billing_frequency as "billingFrequency", l.billing_timing as "billingTiming", l.trigger,
    l.starts_on::text as "startsOn", l.activated_on::text as "activatedOn",
    case when c.status in ('EXPIRED', 'TERMINATED') then least(l.ends_on, c.ends_on) else l.ends_on end::text as "endsOn",
    l.suspended_from::text as "suspendedFrom", l.suspended_to::text as "suspendedTo",
    nullif(l.valid_from, '-infinity')::text as "validFrom", nullif(l.valid_to, 'infinity')::text as "validTo"
  from contract_line l join contract c using (contract_id)
  where l.contract_id = any($1::uuid[]) and l.kind = 'RECURRING' and c.status not in ('DRAFT', 'CANCELLED')`;

type LineOfContract = BilledLine & { readonly contractId: string; readonly contractStartsOn: string };

/** The billing periods of each contract: `Contract.billingPeriods(from, until)`. */
export const loadBillingPeriods: Loader = async (contractIds, args, { handle }) => {
  const lines = await handle.run<LineOfContract>(RECURRING_LINES, [contractIds]);
  const byContract = Map.groupBy(lines, (line) => line.contractId);
  return contractIds.map((id) => {
    const own = byContract.get(id) ?? [];
    const from = dayOf(args, 'from') ?? own[0]?.contractStartsOn;
    if (from === undefined) return [];
    const until = dayOf(args, 'until') ?? aYearFrom(from);
    // Only a contract that begins after the last day: a client's own days are compared with the request.
    return until < from ? [] : billingPeriodsOf(own, { from, until }, MAXIMUM_PERIODS);
  });
};

/** The last day of the year that begins with a day, and at most the last that a date can be written for. */
function aYearFrom(day: string): string {
  const last = addDays(addMonths(day, 12), -1);
  return isBeyondCalendar(last) ? LAST_DAY : last;
}

function dayOf(args: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}
