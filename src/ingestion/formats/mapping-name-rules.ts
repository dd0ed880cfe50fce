// Which file of a mapping a name on the disk means: `zuora_account_data.csv` is the account of a mapping that drops `zuora_` and
// `_data`.
import type { Mapping } from './mapping-declaration.ts';

/** What a file is to the mapping: one of its files, or one whose rows are ignored under a rule. */
export interface FileRole {
  readonly key?: string | undefined;
  readonly ignored?: string | undefined;
}

/** The role of a file by its name; undefined where the mapping knows none. */
export function roleOfFile(mapping: Mapping, fileName: string): FileRole | undefined {
  const stem = fileName.replace(/\.[^.]+$/, '').toLowerCase();
  const spellings = [...new Set([stem, strip(mapping, stem)])];
  const roles: [pattern: string, role: FileRole][] = [
    ...Object.entries(mapping.files).flatMap(([key, { names = [key], ignored }]) =>
      names.map((name): [string, FileRole] => [name, ignored === undefined ? { key } : { key, ignored }]),
    ),
    ...Object.entries(mapping.ignored_files ?? {}).flatMap(([ignored, names]) =>
      names.map((name): [string, FileRole] => [name, { ignored }]),
    ),
  ];
  for (const isExact of [true, false]) {
    const found = roles.find(
      ([pattern]) =>
        pattern.includes('*') !== isExact && spellings.some((name) => patternOf(pattern).test(name)),
    );
    if (found) return found[1];
  }
  return undefined;
}

function patternOf(name: string): RegExp {
  const escaped = name.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`);
}

/** The name without the prefix and suffix that the mapping drops. */
function strip({ names }: Mapping, stem: string): string {
  const prefix = (names?.prefixes ?? []).find((text) => stem.startsWith(text.toLowerCase())) ?? '';
  const rest = stem.slice(prefix.length);
  const suffix = (names?.suffixes ?? []).find((text) => rest.endsWith(text.toLowerCase())) ?? '';
  return rest.slice(0, rest.length - suffix.length);
}
