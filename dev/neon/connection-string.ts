/** Connection strings, as far as the front checks them. Pure. */
export interface Login {
  user: string;
  password: string;
  database: string;
}

/** Null when `text` is not a PostgreSQL URL with a user, a host and a database. */
export function parseConnectionString(text: string): Login | null {
  const normal = toPostgresUrl(text);
  if (!URL.canParse(normal)) return null;
  const url = new URL(normal);
  if (url.protocol !== 'postgres:' || url.hostname === '') return null;
  try {
    const login = {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
    };
    return login.user === '' || login.database === '' ? null : login;
  } catch {
    return null;
  }
}

/** `postgresql://` and `postgresql+asyncpg://` as `postgres://`; anything else unchanged. */
export function toPostgresUrl(text: string): string {
  return text.replace(/^postgres(?:ql)?(?:\+\w+)?:\/\//, 'postgres://');
}
