// What must not leave the process in a log line or a message: passwords inside connection addresses and bearer tokens.

/**
 * Passwords in addresses (`scheme://user:password@`), JSON web tokens, bearer credentials, `password=...` of a DSN. None of
 * them reaches over a quotation mark, so that a redacted line of JSON stays JSON.
 */
const SECRETS: readonly [pattern: RegExp, replacement: string][] = [
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s"']*@/gi, '$1:***@'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '***'],
  [/\b(bearer\s+)[\w.~+/=-]+/gi, '$1***'],
  [/\b(password\s*[=:]\s*)('[^'"]*'|[^\s,;&}"'\\]+)/gi, '$1***'],
];

/** The text with every secret that can be recognised in it replaced by three asterisks. */
export function redactText(text: string): string {
  return SECRETS.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

const SECRET_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|.*token|.*password|.*secret|.*database_?url|jwt|assertion)$/i;

/** The value with every field of a secret's name replaced; errors and class instances stay as they are. */
export function redactFields(value: unknown, depth = 6): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redactFields(item, depth - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      SECRET_NAME.test(name) && field !== undefined ? '***' : redactFields(field, depth - 1),
    ]),
  );
}

/** Where a database address leads, as one can say it aloud: host and port, without user, password and database. */
export function placeOf(address: string): string {
  if (!URL.canParse(address)) return 'the address given';
  const url = new URL(address);
  const host = decodeURIComponent(url.hostname) || url.searchParams.get('host') || 'localhost';
  const port = url.port || url.searchParams.get('port') || '5432';
  return host.startsWith('/') ? `socket ${host}` : `${host}:${port}`;
}
