import { csrfHeader } from '@/lib/api/csrf';
import { ApiError, apiErrorFrom, fieldMessages, NetworkError } from '@/lib/api/errors';
import type { Operation } from '@/lib/graphql/operation';
import { noteServerTime } from '@/lib/server-clock';

interface Refusal {
  message: string;
  extensions?: { code?: string; fields?: unknown };
}

interface Answer<Data> {
  data?: Data | null;
  errors?: readonly Refusal[];
}

/** GraphQL answers 200 to all: what a code means among the statuses that pages know. */
const STATUSES: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  not_allowed: 403,
  scope_missing: 403,
  not_found: 404,
  too_large: 413,
  conflict: 409,
  internal_error: 500,
  too_many_requests: 429,
};
const REFUSED = 422;

/**
 * Ask the staff's GraphQL API.
 *
 * Throws ApiError with the code and the fields' messages that the server gave, also where a part of
 * the answer came; NetworkError where no answer came.
 */
export async function request<Data, Variables>(
  { text }: Operation<Data, Variables>,
  variables: Variables,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Data> {
  const csrf = await csrfHeader('POST');
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': document.documentElement.lang,
        ...csrf,
      },
      body: JSON.stringify({ query: text, variables }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new NetworkError({ cause });
  }
  const sentAt = response.headers.get('Date');
  if (sentAt !== null) noteServerTime(Date.parse(sentAt));
  const body = (await response.json().catch(() => null)) as Answer<Data> | null;
  if (!response.ok || body === null) throw apiErrorFrom(response, body);
  const [refusal] = body.errors ?? [];
  if (refusal !== undefined || body.data === null || body.data === undefined) {
    throw apiErrorOf(refusal);
  }
  return body.data;
}

/** What a refusal in `errors` is to pages. */
export function apiErrorOf(refusal: Refusal | undefined): ApiError {
  const code = refusal?.extensions?.code ?? 'unexpected';
  return new ApiError({
    status: STATUSES[code] ?? REFUSED,
    code,
    message: refusal?.message ?? '',
    fields: fieldMessages(refusal?.extensions?.fields),
  });
}
