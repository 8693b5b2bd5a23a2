import { csrfHeader } from '@/lib/api/csrf';
import { ApiError, apiErrorFrom, NetworkError } from '@/lib/api/errors';

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/**
 * Ask the staff's GraphQL API, for what is on no other.
 *
 * Throws ApiError with the code that the server gave, NetworkError where no answer came.
 */
export async function graphql<Data>(
  query: string,
  variables: Record<string, unknown>,
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
      body: JSON.stringify({ query, variables }),
    });
  } catch (cause) {
    throw new NetworkError({ cause });
  }
  const body = (await response.json().catch(() => null)) as Answer<Data> | null;
  if (!response.ok || body === null) throw apiErrorFrom(response, body);
  const [refusal] = body.errors ?? [];
  if (refusal !== undefined || body.data === null || body.data === undefined) {
    throw new ApiError({
      status: 409,
      code: refusal?.extensions?.code ?? 'unexpected',
      message: refusal?.message ?? '',
    });
  }
  return body.data;
}
