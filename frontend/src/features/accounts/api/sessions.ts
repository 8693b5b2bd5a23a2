import { queryOptions } from '@tanstack/react-query';

import { accountRequest } from '@/lib/api/auth-client';

export interface SignedInSession {
  id: number;
  user_agent: string;
  ip: string;
  /** Seconds since 1970. */
  created_at: number;
  last_seen_at?: number;
  is_current: boolean;
}

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'] as const,
  queryFn: () => accountRequest<SignedInSession[]>('GET', '/auth/sessions'),
});

export function endSessions(sessions: number[]): Promise<SignedInSession[]> {
  return accountRequest('DELETE', '/auth/sessions', { body: { sessions } });
}
