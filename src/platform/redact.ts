// What must not leave the process in a log line or a message: passwords inside connection addresses and bearer tokens.

/**
 * Passwords in addresses (`scheme://user:password@`), JSON web tokens, bearer credentials, secrets of webhooks, `password=...`
 * of a DSN. None of them reaches over a quotation mark, so that a redacted line of JSON stays JSON.
 */
const SECRETS: readonly [pattern: RegExp, replacement: string][] = [
  [/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@"']*):[^\s"']*@/gi, '$1:***@'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '***'],
  [/\bwhsec_[\w+/=-]+/g, '***'],
  [/\b(bearer\s+)[\w.~+/=-]+/gi, '$1***'],
  [/\b(password\s*[=:]\s*)('[^'"]*'|[^\s,;&}"'\\]+)/gi, '$1***'],
];

/** The text with every secret that can be recognised in it replaced by three asterisks. */
export function redactText(text: string): string {
  return SECRETS.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

/** A field of JSON whose name says that its value is secret. */
const SECRET_FIELD =
  /"([\w-]{0,40}(?:token|password|secret|database_?url)|(?:proxy-)?authorization|(?:set-)?cookie|jwt|assertion)":("(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;

/** The line of JSON without the values of secret fields and without secrets inside other values. */
export function redactLine(line: string): string {
  return redactText(line.replace(SECRET_FIELD, '"$1":"***"'));
}

/** Where a database address leads, as one can say it aloud: host and port, without user, password and database. */
export function placeOf(address: string): string {
  if (!URL.canParse(address)) return 'the address given';
  const url = new URL(address);
  const host = decodeURIComponent(url.hostname) || url.searchParams.get('host') || 'localhost';
  const port = url.port || url.searchParams.get('port') || '5432';
  return host.startsWith('/') ? `socket ${host}` : `${host}:${port}`;
}
