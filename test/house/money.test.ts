// Money is never a binary float: not in TypeScript, where decimal.js counts it, and not in SQL, where numeric does.

import { describe, expect, it } from 'vitest';
import {
  bareSql,
  calledName,
  lineAt,
  listFiles,
  listModules,
  type Module,
  type Node,
  type SourceFile,
  sqlText,
  virtualModule,
  walk,
} from './sources.ts';

/** The one file that may turn decimals into text of a number of digits. */
const room = 'src/kernel/money.ts';

/** Names that stand for amounts: a number made of one of them loses cents. */
const amount = /amount|money|price|total|paid|\bdue\b|credit|debit|balance|\btax|owed|fee\b|rate\b/i;

const floats = /\bdouble\s+precision\b|\bfloat[48]?\b|(?:::|\bas\s+)\s*real\b|^\s*\w+\s+real\b|::\s*money\b/m;

/** Every float in the modules and the migrations. */
function moneyFaults(modules: readonly Module[], migrations: readonly SourceFile[]): string[] {
  if (modules.length === 0 || migrations.length === 0) throw new Error('no file was checked');
  const faults: string[] = [];
  for (const module of modules.filter(({ path }) => path !== room)) {
    walk(module.body, (node) => {
      const fault = codeFault(node, module.text) ?? sqlFault(sqlText(node));
      if (fault) faults.push(`${module.path}:${lineAt(module.text, node.start)} ${fault}`);
    });
  }
  for (const { path, text } of migrations) {
    const found = floats.exec(bareSql(text));
    if (found) faults.push(`${path}:${lineAt(text, found.index)} ${sqlFault(text)}`);
  }
  return faults;
}

function codeFault(node: Node, text: string): string | undefined {
  const name = calledName(node);
  if (name === 'parseFloat') return 'reads a float: parseFloat';
  if (name === 'toFixed' || name === 'toPrecision') return `rounds outside ${room}: ${name}`;
  if (name === 'toNumber') return 'makes a float of a decimal: toNumber';
  const argument =
    name === 'Number' ? (node.arguments as Node[])[0] : isPlus(node) ? (node.argument as Node) : undefined;
  const written = argument && text.slice(argument.start, argument.end);
  return written && amount.test(written) ? `makes a float of an amount: ${written}` : undefined;
}

function isPlus(node: Node): boolean {
  return node.type === 'UnaryExpression' && node.operator === '+';
}

function sqlFault(text: string | undefined): string | undefined {
  const found = text && floats.exec(bareSql(text));
  return found ? `counts in floats: ${found[0].trim()}` : undefined;
}

function faultsOf(code: string, migration = 'CREATE TABLE a (amount numeric);'): string[] {
  return moneyFaults([virtualModule('src/billing/rules.ts', code)], [{ path: 'a.sql', text: migration }]);
}

describe('money', () => {
  it('is never a float in src/ and the migrations', () => {
    expect(moneyFaults(listModules(['src']), listFiles(['.sql'], ['src']))).toEqual([]);
  });

  it.each([
    'const a = parseFloat(b);',
    'const a = Number.parseFloat(b);',
    'const a = b.toFixed(2);',
    'const a = decimal.toNumber();',
    'const a = Number(invoice.total);',
    'const a = +row.amount;',
    'const a = sql`sum(amount)::float8`;',
    'const a = sql`cast(total as double precision)`;',
    'const a = sql`total::real`;',
  ])('catches %s', (code) => expect(faultsOf(code)).toHaveLength(1));

  it.each([
    'CREATE TABLE a (\n  amount double precision\n);',
    'CREATE TABLE a (\n  share real\n);',
    'SELECT amount::float FROM a;',
    'SELECT 1::money;',
  ])('catches %s in a migration', (migration) => expect(faultsOf('export {};', migration)).toHaveLength(1));

  it.each([
    'const a = Number(port);',
    'const a = sql`amount::numeric -- no float`;',
    'const a = "a real date";',
    'const a = +"3";',
  ])('lets %s through', (code) =>
    expect(faultsOf(code, "COMMENT ON TABLE a IS 'a real float';")).toEqual([]),
  );

  it('fails where there is nothing to look at', () => expect(() => moneyFaults([], [])).toThrow('no file'));
});
