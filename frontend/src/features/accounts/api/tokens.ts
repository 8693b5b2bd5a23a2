import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Token = components['schemas']['TokenOut'];
export type TokenMade = components['schemas']['TokenMade'];
export type TokenScope = components['schemas']['Scope'];

export const TOKEN_SCOPES = [
  'read:profile',
  'write:profile',
  'read:problems',
  'write:practice',
  'read:submissions',
  'submit',
  'read:contests',
  'write:contests',
  'read:courses',
  'write:courses',
  'read:notifications',
  'write:notifications',
  'staff',
] as const satisfies readonly TokenScope[];

export const tokensQuery = infiniteQueryOptions({
  queryKey: ['account', 'tokens'] as const,
  queryFn: ({ pageParam, signal }) =>
    unwrap(api.GET('/api/v1/me/tokens', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** The answer alone has the token itself. */
export function makeToken(token: {
  name: string;
  scopes: TokenScope[];
  days: number;
}): Promise<TokenMade> {
  return unwrap(api.POST('/api/v1/me/tokens', { body: token }));
}

export async function revokeToken(id: number): Promise<void> {
  await unwrap(api.DELETE('/api/v1/me/tokens/{token_id}', { params: { path: { token_id: id } } }));
}
