import createClient, { type Middleware } from 'openapi-fetch';

import { csrfHeader } from '@/lib/api/csrf';
import { apiErrorFrom, NetworkError } from '@/lib/api/errors';
import type { paths } from '@/lib/api/schema';
import { traceHeader } from '@/lib/api/trace';
import { noteServerTime } from '@/lib/server-clock';

const headers: Middleware = {
  async onRequest({ request }) {
    for (const [name, value] of Object.entries(await csrfHeader(request.method))) {
      request.headers.set(name, value);
    }
    for (const [name, value] of Object.entries(traceHeader(request.method))) {
      request.headers.set(name, value);
    }
    // The server writes its messages in the language of the page, not of the browser.
    request.headers.set('Accept-Language', document.documentElement.lang);
    return request;
  },
  onResponse({ response }) {
    const sentAt = response.headers.get('Date');
    if (sentAt !== null) noteServerTime(Date.parse(sentAt));
  },
};

/** The REST API, typed by its OpenAPI file. Only files under `features/<name>/api` call it. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
api.use(headers);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * The body of a good answer.
 *
 * Throws ApiError where the server answered with an error, NetworkError where it did not answer.
 */
export async function unwrap<Data>(pending: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await pending;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new NetworkError({ cause });
  }
  if (!answer.response.ok) throw apiErrorFrom(answer.response, answer.error);
  return answer.data as Data;
}
