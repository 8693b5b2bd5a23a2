import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/** Django's CSRF cookie, which every write repeats in a header. */
function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

const address = new URL('/graphql', window.location.href);
address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

/** Queries and mutations over HTTP, subscriptions over a socket that opens with the first. */
export const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  wsClient: createClient({ url: address.href, lazy: true }),
  fetch: (input: RequestInfo | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('X-CSRFToken', csrfToken());
    return fetch(input, { ...init, headers });
  },
});
