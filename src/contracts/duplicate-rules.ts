// Contracts that may be one: of one customer, over the same days, for the same amount. A person decides, always: who bought the same twice
// has two contracts.
import { type Evidence, evidenceKey, type MatchedPair, probabilityOf } from '../kernel/evidence.ts';
import { bareCode } from '../kernel/text.ts';

/** What is compared of a contract. */
export interface ComparedContract {
  readonly id: string;
  readonly number: string;
  /** The golden customer. */
  readonly customer: string;
  readonly entity: string;
  readonly currency: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** Of all lines, as text with its decimals trimmed; null: no line has a price. */
  readonly amount: string | null;
  readonly purchaseOrder: string | null;
  readonly opportunity: string | null;
  /** The products of its lines, in order. */
  readonly products: string | null;
  readonly system: string | null;
}

/** In bits, as in the matching of customers. */
const weights = {
  prior: -3,
  dates: 2,
  amount: 2,
  products: { same: 1, other: -3 },
  number: { same: 3, other: 0 },
  purchaseOrder: { same: 4, other: -4 },
  opportunity: { same: 3, other: -3 },
  entity: { same: 0, other: -1 },
  /** One system seldom has a contract twice. */
  system: { same: -1, other: 0 },
};
const CANDIDATE = 0.6;

/** More contracts than this of one customer, period and amount are a way of selling, and no duplicates. */
const LARGEST_BLOCK = 4;

export function findDuplicateContracts(contracts: readonly ComparedContract[]): MatchedPair[] {
  const blocks = Map.groupBy(
    contracts.filter(({ amount }) => amount !== null && !/^0*(?:\.0*)?$/.test(amount)),
    ({ customer, currency, startsOn, endsOn, amount }) =>
      [customer, currency, startsOn, endsOn, amount].join('|'),
  );
  const pairs: MatchedPair[] = [];
  for (const members of blocks.values()) {
    if (members.length > LARGEST_BLOCK) continue;
    for (const [at, contract] of members.entries()) {
      for (const other of members.slice(at + 1)) {
        const pair =
          contract.id < other.id ? compareContracts(contract, other) : compareContracts(other, contract);
        if (pair.score >= CANDIDATE) pairs.push(pair);
      }
    }
  }
  return pairs.sort((a, b) => b.score - a.score || (a.leftId < b.leftId ? -1 : 1));
}

/** The two have customer, currency, days and amount in common already. */
function compareContracts(left: ComparedContract, right: ComparedContract): MatchedPair {
  const days = ({ startsOn, endsOn }: ComparedContract) => `${startsOn}/${endsOn ?? ''}`;
  const money = ({ amount, currency }: ComparedContract) => `${amount} ${currency}`;
  const evidence: Evidence[] = [
    { signal: 'DATES', agreement: 'SAME', left: days(left), right: days(right), weight: weights.dates },
    { signal: 'AMOUNT', agreement: 'SAME', left: money(left), right: money(right), weight: weights.amount },
  ];
  const add = (
    signal: string,
    of: (contract: ComparedContract) => string | null,
    weight: { same: number; other: number },
  ) => {
    const [own, other] = [of(left), of(right)];
    if (!own || !other) return;
    const isSame = bareCode(own) === bareCode(other);
    evidence.push({
      signal,
      agreement: isSame ? 'SAME' : 'OTHER',
      left: own,
      right: other,
      weight: isSame ? weight.same : weight.other,
    });
  };
  add('NUMBER', ({ number }) => number, weights.number);
  add('PURCHASE_ORDER', ({ purchaseOrder }) => purchaseOrder, weights.purchaseOrder);
  add('OPPORTUNITY', ({ opportunity }) => opportunity, weights.opportunity);
  add('PRODUCTS', ({ products }) => products, weights.products);
  add('LEGAL_ENTITY', ({ entity }) => entity, weights.entity);
  add('SYSTEM', ({ system }) => system, weights.system);
  const bits = evidence.reduce((sum, { weight }) => sum + weight, weights.prior);
  return {
    leftId: left.id,
    rightId: right.id,
    score: probabilityOf(bits),
    grade: 'LIKELY',
    evidence,
    evidenceKeys: evidence
      .flatMap((item) => (item.weight > 0 ? evidenceKey(item.signal, item.left ?? '', item.right ?? '') : []))
      .sort(),
  };
}
