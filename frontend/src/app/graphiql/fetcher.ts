import type { Fetcher } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';

/** Django's CSRF cookie, which every write repeats in a header. */
function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

export const fetcher: Fetcher = async (params) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': csrfToken() },
    body: JSON.stringify(params),
  });
  return (await response.json()) as ExecutionResult;
};
