// Products that may be one: the same code but for ornament, or the same name, of the same kind. A person decides, always.
import { type Evidence, evidenceKey, type MatchedPair, probabilityOf } from '../kernel/evidence.ts';
import { bareCode, foldText, wordsOf } from '../kernel/text.ts';

/** What is compared of a product. */
export interface ComparedProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly family: string | null;
  readonly unit: string | null;
}

/** In bits, as in the matching of customers. */
const weights = { prior: -4, code: 6, name: 5, otherKind: -3, otherFamily: -2, otherUnit: -2 };
const CANDIDATE = 0.6;

/** More products than this of one name are a catalogue's way of naming, and no duplicates. */
const LARGEST_BLOCK = 6;

export function findDuplicateProducts(products: readonly ComparedProduct[]): MatchedPair[] {
  const found = new Map<string, MatchedPair>();
  const blocks = Map.groupBy(
    products.flatMap((product) => [
      { key: `code ${bareCode(product.code)}`, product },
      { key: `name ${nameKey(product)}`, product },
    ]),
    ({ key }) => key,
  );
  for (const members of blocks.values()) {
    if (members.length > LARGEST_BLOCK) continue;
    for (const [at, { product }] of members.entries()) {
      for (const { product: other } of members.slice(at + 1)) {
        const pair =
          product.id < other.id ? compareProducts(product, other) : compareProducts(other, product);
        if (pair.score >= CANDIDATE) found.set(`${pair.leftId} ${pair.rightId}`, pair);
      }
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score || (a.leftId < b.leftId ? -1 : 1));
}

/** Without blanks and signs: `GTX Pro` and `GTXPro` are one name. */
function nameKey({ name }: ComparedProduct): string {
  return wordsOf(foldText(name)).join('');
}

function compareProducts(left: ComparedProduct, right: ComparedProduct): MatchedPair {
  const evidence: Evidence[] = [];
  const add = (
    signal: string,
    of: (product: ComparedProduct) => string | null,
    weight: { same: number; other: number },
    key = of,
  ) => {
    const [own, other] = [key(left), key(right)];
    if (own === null || other === null || own === '' || other === '') return;
    const isSame = own === other;
    evidence.push({
      signal,
      agreement: isSame ? 'SAME' : 'OTHER',
      left: of(left),
      right: of(right),
      weight: isSame ? weight.same : weight.other,
    });
  };
  add(
    'CODE',
    ({ code }) => code,
    { same: weights.code, other: 0 },
    ({ code }) => bareCode(code),
  );
  add('NAME', ({ name }) => name, { same: weights.name, other: 0 }, nameKey);
  add('KIND', ({ kind }) => kind, { same: 0, other: weights.otherKind });
  add('FAMILY', ({ family }) => family, { same: 0, other: weights.otherFamily });
  add('UNIT', ({ unit }) => unit, { same: 0, other: weights.otherUnit });
  const bits = evidence.reduce((sum, { weight }) => sum + weight, weights.prior);
  return {
    leftId: left.id,
    rightId: right.id,
    score: probabilityOf(bits),
    grade: 'LIKELY',
    evidence,
    evidenceKeys: evidence
      .filter(({ weight }) => weight > 0)
      .map(({ signal }) =>
        signal === 'CODE'
          ? evidenceKey(signal, bareCode(left.code), bareCode(right.code))
          : evidenceKey(signal, nameKey(left), nameKey(right)),
      )
      .sort(),
  };
}
