const COOKIE = 'csrftoken';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Answers anybody and sets the CSRF cookie. */
const COOKIE_SOURCE = '/api/auth/browser/v1/config';

export function csrfToken(): string | undefined {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${COOKIE}=`));
  return found && decodeURIComponent(found.slice(COOKIE.length + 1));
}

/** The CSRF header that a request with this method needs, asking for the cookie if it is missing. */
export async function csrfHeader(method: string): Promise<Record<string, string>> {
  if (SAFE_METHODS.has(method.toUpperCase())) return {};
  if (csrfToken() === undefined) await fetch(COOKIE_SOURCE, { credentials: 'same-origin' });
  const token = csrfToken();
  return token === undefined ? {} : { 'X-CSRFToken': token };
}
