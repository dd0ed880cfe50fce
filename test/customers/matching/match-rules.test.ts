// What makes two customers one, what is shown to a steward, and what never joins anybody by itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPolicy } from '../../../src/customers/matching/match-policy-rules.ts';
import { contradictionsOf, findMatches } from '../../../src/customers/matching/match-rules.ts';
import {
  type CustomerRecord,
  countPopulation,
  readProfile,
} from '../../../src/customers/matching/profile-rules.ts';
import { scorePair, withEvidence } from '../../../src/customers/matching/score-rules.ts';
import { makeMatchSample } from '../../../src/demo/match-sample.ts';
import { customer, type Stated } from './customers.ts';

const mill = '12 Mill Lane|Ashcombe|AX1 2QD';
const TAX_ID = '04-2103594';

/** The grade of each pair that was found, and its ground. */
const found = (...records: readonly CustomerRecord[]) =>
  findMatches(records).pairs.map(({ grade, ground }) => ground ?? grade);
function two(left: Stated, right: Stated, names: readonly [string, string] = ['Velbara', 'Velbara']) {
  return found(
    customer(names[0], { country: 'US', ...left }),
    customer(names[1], { country: 'US', ...right }),
  );
}

describe('two records are certainly one customer', () => {
  it('by a valid tax id that is one customer’s alone in each system, where the name agrees', () =>
    expect(two({ taxId: TAX_ID }, { taxId: 'US 042103594' })).toEqual(['tax id and name']));
  it('by such a tax id where the address agrees, whatever the name has become', () =>
    expect(
      two({ taxId: TAX_ID, address: mill }, { taxId: TAX_ID, address: mill }, ['Velbara', 'Quenlund']),
    ).toEqual(['tax id and address']));
  it('by name and house', () =>
    expect(two({ address: mill }, { address: '12 Mill Ln.|Ashcombe|AX12QD' })).toEqual(['name and address']));
  it('by name, own domain and town', () =>
    expect(
      two(
        { address: mill, website: 'velbara.com' },
        { address: '3 High St|Ashcombe|AX9 9QD', email: 'ap@mail.velbara.com' },
      ),
    ).toEqual(['name, domain and place']));
});

describe('nothing makes two records certainly one by', () => {
  it('a bare name: a steward sees it, with no higher score than that deserves', () => {
    const [pair] = findMatches([customer('Velbara Quenlund'), customer('Velbara Quenlund')]).pairs;
    expect(pair).toMatchObject({ grade: 'LIKELY', score: matchPolicy.bareName });
  });
  it('a name that many towns have', () => {
    const towns = [
      'Ashcombe',
      'Thornley',
      'Wexmouth',
      'Altenfurt',
      'Cedar Hollow',
      'Lake Harrow',
      'Port Ellery',
    ];
    expect(found(...towns.map((town) => customer('Velbara', { address: `1 Mill Lane|${town}|` })))).toEqual(
      [],
    );
  });
  it('a placeholder tax id, however many carry it', () => {
    const names = ['Velbara', 'Torfors', 'Brinholt', 'Kalvale', 'Morgrove', 'Fenlund', 'Halwick'];
    expect(found(...names.map((name) => customer(name, { country: 'US', taxId: '12-3456789' })))).toEqual([]);
    expect(two({ taxId: '12-3456789' }, { taxId: '123456789' })).toEqual(['LIKELY']);
  });
  it('a tax id that a group of companies shares', () => {
    const names = ['Velbara', 'Torfors', 'Brinholt', 'Kalvale', 'Morgrove'];
    expect(found(...names.map((name) => customer(name, { country: 'US', taxId: TAX_ID })))).toEqual([]);
  });
  it('a tax id that one system has twice', () =>
    expect(two({ taxId: TAX_ID, system: 'crm' }, { taxId: TAX_ID, system: 'crm' })).toEqual(['LIKELY']));
  it('a tax id alone, where neither name nor address agrees', () =>
    expect(two({ taxId: TAX_ID }, { taxId: TAX_ID }, ['Velbara', 'Quenlund'])).toEqual([]));
  it('a tax id of a wrong form', () =>
    expect(two({ taxId: '04-210359' }, { taxId: '04-210359' })).toEqual(['LIKELY']));
  it.each([
    ['a free-mail domain', 'velbara@gmail.com', 'quenlund@gmail.com'],
    ['one mailbox with suffixes', 'demo.contact+1@partner.com', 'demo.contact+2@partner.com'],
    ['a placeholder mailbox', 'demo.contact+1@example.com', 'demo.contact+2@example.com'],
  ])('%s', (_name, email, other) =>
    expect(two({ email }, { email: other }, ['Velbara', 'Quenlund'])).toEqual([]),
  );
  it('one e-mail on many', () => {
    const names = ['Velbara', 'Torfors', 'Brinholt', 'Kalvale', 'Morgrove', 'Fenlund'];
    expect(found(...names.map((name) => customer(name, { email: 'jm@accountant.com' })))).toEqual([]);
  });
  it.each([
    ['one e-mail on many', 'SHARED', ['jm@accountant.com', 'jm@accountant.com'], 4],
    ['a mailbox told apart by suffixes', 'SUFFIX', ['jm+1@accountant.com', 'jm+2@accountant.com'], 0],
  ] as const)(
    '%s, which weighs nothing even where the names are the same',
    (_what, level, [email, other], more) => {
      const others = Array.from({ length: more }, (_none, at) => customer(`Other ${at}`, { email }));
      const { pairs } = findMatches([
        customer('Velbara Quenlund', { email }),
        customer('Velbara Quenlund', { email: other }),
        ...others,
      ]);
      expect(pairs).toMatchObject([
        { grade: 'LIKELY', levels: { MAILBOX: level }, findings: { MAILBOX: { weight: 0 } } },
      ]);
    },
  );
  it('a mailbox at a provider where anybody can have one', () =>
    expect(two({ email: 'velbara@gmail.com' }, { email: 'velbara@gmail.com' })).toEqual(['LIKELY']));
  it('a domain under another country’s suffix', () =>
    expect(two({ website: 'velbara.de' }, { website: 'velbara.com' }, ['Velbara', 'Quenlund'])).toEqual([]));
  it('a domain, where the names differ', () =>
    expect(two({ website: 'velbara.com' }, { website: 'velbara.com' }, ['Velbara', 'Quenlund'])).toEqual([]));
});

describe('the grounds of a certain pair', () => {
  it.each(matchPolicy.grounds)(
    '$ground: two signals, none of them a mailbox, and of tax ids only one that proves something',
    ({ needs }) => {
      expect(Object.keys(needs).filter((signal) => signal !== 'LEGAL_FORM').length).toBeGreaterThanOrEqual(2);
      expect(needs.MAILBOX).toBeUndefined();
      expect(needs.TAX_ID ?? ['SAME']).toEqual(['SAME']);
      expect(needs.NAME).toBeDefined();
    },
  );

  it('are asked only above the threshold that the policy names', () => {
    const [pair] = findMatches(
      [customer('Velbara', { address: mill }), customer('Velbara', { address: mill })],
      {
        policy: { ...matchPolicy, thresholds: { ...matchPolicy.thresholds, certain: 1 } },
      },
    ).pairs;
    expect(pair?.grade).toBe('LIKELY');
  });
});

describe('companies that only look like one', () => {
  it.each([
    ['a parent and its company abroad', 'Velbara', 'Velbara France'],
    ['a parent and its holding', 'Velbara', 'Velbara Holding'],
    ['two companies of a group', 'Velbara Logistics', 'Velbara Immobilien'],
    ['two funds', 'Velbara Fund II', 'Velbara Fund III'],
  ])('%s are kept apart, in one house with one domain', (_what, name, other) => {
    const shared = { address: mill, website: 'velbara.com' };
    expect(two(shared, shared, [name, other])).not.toContain('CERTAIN');
    expect(two(shared, shared, [name, other]).filter((grade) => grade !== 'LIKELY')).toEqual([]);
  });
  it('a partnership and its general partner are left to a steward', () =>
    expect(two({ address: mill }, { address: mill }, ['Velbara GmbH', 'Velbara GmbH & Co. KG'])).toEqual([
      'LIKELY',
    ]));
  it('a company and its namesake abroad, or of a legal form that no country of the first has, are left to a steward', () => {
    const shared = { taxId: TAX_ID, address: mill };
    expect(two(shared, shared, ['Velbara GmbH', 'Velbara Inc.'])).toEqual(['LIKELY']);
    expect(
      two(
        { ...shared, website: 'velbara.com' },
        { ...shared, website: 'velbara.com', country: 'GB', taxId: `US ${TAX_ID}` },
      ),
    ).not.toContain('tax id and name');
  });
  it('two companies of one name with two valid tax ids are not one', () =>
    expect(two({ taxId: TAX_ID, address: mill }, { taxId: '24-2170654', address: mill })).toEqual([]));
  it('what a source calls parent and child is not one', () => {
    const parent = customer('Velbara Quenlund', { address: mill });
    expect(found(parent, customer('Velbara Quenlund', { address: mill, parent: parent.id }))).toEqual([]);
  });
  it('a record that would be two customers is left to a steward', () => {
    const left = customer('Velbara', { address: mill, taxId: TAX_ID, country: 'US' });
    const right = customer('Velbara', { address: mill, taxId: '24-2170654', country: 'US' });
    expect(found(left, right, customer('Velbara', { address: mill, country: 'US' }))).toEqual([
      'LIKELY',
      'LIKELY',
    ]);
  });
});

describe('the evidence', () => {
  const pair = (left: Stated, right: Stated) => {
    const [best] = findMatches([customer('Velbara GmbH', left), customer('VELBARA', right)]).pairs;
    if (best === undefined) throw new Error('no pair was found');
    return withEvidence(best);
  };

  it('shows both sides of every signal as the records state them', () => {
    const { evidence } = pair(
      { address: mill, website: 'https://www.velbara.com' },
      { address: '12 Mill Ln|Ashcombe|AX1 2QD', email: 'ap@velbara.com' },
    );
    expect(evidence).toMatchObject([
      { signal: 'NAME', agreement: 'SAME', left: 'Velbara GmbH', right: 'VELBARA' },
      {
        signal: 'ADDRESS',
        agreement: 'SAME',
        left: '12 Mill Lane, AX1 2QD, Ashcombe',
        right: '12 Mill Ln, AX1 2QD, Ashcombe',
      },
      { signal: 'DOMAIN', agreement: 'OWN', left: 'velbara.com', right: 'velbara.com' },
    ]);
  });

  it('is named by the values that speak for the pair, however they are written and whatever they weigh', () => {
    const keys = pair({ address: mill }, { address: mill }).evidenceKeys;
    expect(pair({ address: '12 Mill Ln|ASHCOMBE|AX12QD' }, { address: mill }).evidenceKeys).toEqual(keys);
    expect(pair({ address: '14 High St|Ashcombe|AX1 2QD' }, { address: mill }).evidenceKeys).not.toEqual(
      keys,
    );
  });
});

describe('the score', () => {
  const sample = makeMatchSample({ seed: 'score', size: 300, heldOut: false });
  const record = fc.constantFrom(...sample);

  it('is the same one way round as the other', () => {
    fc.assert(
      fc.property(record, record, (left, right) => {
        if (left.id === right.id) return;
        const score = (one: CustomerRecord, other: CustomerRecord) => {
          const profiles = [readProfile(one), readProfile(other)] as const;
          return scorePair(...profiles, countPopulation(profiles, matchPolicy), matchPolicy).score;
        };
        // Exchanging the ids exchanges left and right.
        expect(score({ ...left, id: right.id }, { ...right, id: left.id })).toBeCloseTo(
          score(left, right),
          10,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of the records', () => {
    const forwards = findMatches(sample).pairs.map(({ leftId, rightId, score }) => [leftId, rightId, score]);
    const backwards = findMatches([...sample].reverse()).pairs.map(({ leftId, rightId, score }) => [
      leftId,
      rightId,
      score,
    ]);
    expect(backwards).toEqual(forwards);
    expect(forwards.length).toBeGreaterThan(20);
  });
});

describe('a link that a source states', () => {
  const other = { country: 'GB', address: '3 High St|York|YO1 1AA', website: 'quenlund.co.uk' };

  it('is contradicted by another valid tax id, or by everything at once', () => {
    const left = customer('Velbara', { country: 'US', taxId: TAX_ID });
    expect(contradictionsOf(left, customer('Velbara', { country: 'US', taxId: '24-2170654' }))).toEqual([
      'TAX_ID',
    ]);
    expect(
      contradictionsOf(
        customer('Velbara', { country: 'US', website: 'velbara.com' }),
        customer('Quenlund', other),
      ),
    ).toEqual(['NAME', 'ADDRESS', 'DOMAIN']);
  });

  it('is not contradicted by what is merely missing or spelt otherwise', () => {
    expect(contradictionsOf(customer('Velbara Inc.', other), customer('VELBARA'))).toEqual([]);
  });
});
