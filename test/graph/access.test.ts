// What the roles and entities of a token lift, deny and refuse.
import fc from 'fast-check';
import { type GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  type Access,
  accessOf,
  assertMayAsk,
  type Claims,
  MASKS,
  ROLES,
  type Role,
} from '../../src/graph/access.ts';

const IDS = new Map([
  ['DE01', '00000000-0000-7000-8000-00000000de01'],
  ['US01', '00000000-0000-7000-8000-00000000a501'],
]);

function access(roles: unknown, more: Partial<Claims> = {}): Access {
  return accessOf({ sub: 'ada', iss: 'https://issuer.example', roles, entities: '*', ...more }, IDS);
}

function codeOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as GraphQLError).extensions.code;
  }
}

describe('a role', () => {
  test.each<[Role, string[]]>([
    ['sales_ops', []],
    ['pricing', []],
    ['billing_ops', ['TAX_ID', 'PERSONAL']],
    ['revenue_accountant', []],
    ['controller', ['TAX_ID', 'PERSONAL', 'BANK']],
    ['tax', ['TAX_ID', 'PERSONAL']],
    ['treasury', ['BANK']],
    ['credit_manager', []],
    ['collector', ['TAX_ID', 'PERSONAL']],
    ['cash_application', ['BANK']],
    ['data_steward', ['TAX_ID', 'PERSONAL']],
    ['design_authority', []],
    ['programme_office', []],
    ['auditor', ['TAX_ID', 'PERSONAL', 'BANK']],
    ['support', []],
    ['bi_reader', []],
    ['app_reader', []],
    ['admin', []],
  ])('%s lifts the masks %j', (role, masks) => {
    expect([...access([role]).lifted]).toEqual(masks);
  });

  test('support sees neither journals nor postings, unless another role does', () => {
    expect([...access(['support']).denied]).toEqual(['Journal', 'Posting']);
    expect([...access(['support', 'collector']).denied]).toEqual([]);
    expect([...access(['support', 'admin']).denied]).toEqual(['Journal', 'Posting']);
  });

  test('only admin and integration read nothing of the business', () => {
    const withSource = { source: 'sap' };
    expect(ROLES.filter((role) => !access([role], withSource).reads)).toEqual(['integration', 'admin']);
  });

  test('that nobody knows adds nothing, and alone gives nothing', () => {
    expect([...access(['root', 'tax', 'constructor', '__proto__']).roles]).toEqual(['tax']);
    for (const roles of [['root'], [], undefined, null, 7, { tax: true }, [['tax']], ['tax', 7], 'TAX']) {
      expect(codeOf(() => access(roles))).toBe('FORBIDDEN');
    }
  });

  test('integration names its source and stands alone', () => {
    const integration = access(['integration'], { source: 'sap' });
    expect(integration).toMatchObject({ source: 'sap', reads: false });
    for (const source of [undefined, '', ' ', 7]) {
      expect(codeOf(() => access(['integration'], { source }))).toBe('FORBIDDEN');
    }
    for (const role of ROLES.filter((each) => each !== 'integration')) {
      expect(codeOf(() => access(['integration', role], { source: 'sap' }))).toBe('FORBIDDEN');
    }
  });

  test('of a person carries no source', () => {
    expect(access(['tax'], { source: 'sap' })).not.toHaveProperty('source');
  });
});

describe('the entities of a token', () => {
  test('are all with a star, the named ones by id otherwise, and none where nothing is said', () => {
    expect(access(['tax'], { entities: '*' }).entities).toBe('all');
    expect(access(['tax'], { entities: ['DE01', '*'] }).entities).toBe('all');
    expect(access(['tax'], { entities: ['US01', 'DE01', 'US01'] }).entities).toEqual(
      [IDS.get('US01'), IDS.get('DE01')].sort(),
    );
    expect(access(['tax'], { entities: 'DE01' }).entities).toEqual([IDS.get('DE01')]);
    expect(access(['tax'], { entities: undefined }).entities).toEqual([]);
  });

  test('that nobody knows give nothing', () => {
    expect(access(['tax'], { entities: ['XX99', 'de01', 'DE01 '] }).entities).toEqual([]);
  });

  test('that are no list of codes are refused rather than guessed at', () => {
    for (const entities of [null, 7, true, {}, [7], [['*']]]) {
      expect(codeOf(() => access(['tax'], { entities }))).toBe('FORBIDDEN');
    }
  });
});

describe('the profile', () => {
  const rolesOfPeople = fc.uniqueArray(fc.constantFrom(...ROLES.filter((role) => role !== 'integration')), {
    minLength: 1,
  });
  const entities = fc.constantFrom('*', ['DE01'], ['US01'], []);

  test('is equal exactly for viewers with the same masks, denials, reading and kind of entities', () => {
    const view = (viewer: Access) =>
      JSON.stringify([viewer.reads, viewer.entities === 'all', [...viewer.lifted], [...viewer.denied]]);
    fc.assert(
      fc.property(rolesOfPeople, entities, rolesOfPeople, entities, (roles, some, otherRoles, others) => {
        const one = access(roles, { entities: some });
        const other = access(otherRoles, { entities: others });
        expect(one.profile === other.profile).toBe(view(one) === view(other));
      }),
    );
  });

  test('more roles never show less', () => {
    fc.assert(
      fc.property(rolesOfPeople, rolesOfPeople, (roles, more) => {
        const one = access(roles);
        const both = access([...roles, ...more]);
        expect(MASKS.filter((mask) => one.lifted.has(mask) && !both.lifted.has(mask))).toEqual([]);
        if (one.reads) expect([...both.denied].filter((type) => !one.denied.has(type))).toEqual([]);
      }),
    );
  });
});

describe('an operation', () => {
  const ask = (viewer: Access | undefined, text: string) => {
    const document = parse(text);
    const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
    return codeOf(() => assertMayAsk(viewer, document, operation!));
  };

  test('without a viewer asks for the schema and nothing else', () => {
    expect(ask(undefined, '{ __typename __schema { queryType { name } } }')).toBeUndefined();
    for (const query of [
      '{ viewer { subject } }',
      '{ __typename customers { nodes { id } } }',
      '{ ... { ... on Query { customers { nodes { id } } } } }',
      'query { ...a } fragment a on Query { ...b } fragment b on Query { customers { nodes { id } } }',
      'mutation { recordPayment(input: {}) { problems { code } } }',
    ]) {
      expect(ask(undefined, query)).toBe('UNAUTHENTICATED');
    }
  });

  test('of an administrator or a source asks only who the viewer is', () => {
    for (const viewer of [access(['admin']), access(['integration'], { source: 'sap' })]) {
      expect(ask(viewer, '{ me: viewer { subject } __typename }')).toBeUndefined();
      expect(ask(viewer, '{ viewer: customers { nodes { id } } }')).toBe('FORBIDDEN');
      expect(ask(viewer, '{ legalEntities { code } }')).toBe('FORBIDDEN');
    }
  });

  test('of a reading role passes on, and a command decides for itself', () => {
    expect(ask(access(['bi_reader']), '{ customers { nodes { id } } }')).toBeUndefined();
    const mutation = 'mutation { recordPayment(input: {}) { problems { code } } }';
    expect(ask(access(['integration'], { source: 'sap' }), mutation)).toBeUndefined();
  });
});
