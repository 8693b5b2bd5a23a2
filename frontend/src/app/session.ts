import {
  MutationCache,
  QueryCache,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';

import { meQuery } from '@/features/accounts/api/get-me';
import { signOut } from '@/features/accounts/api/sign-out';
import { ApiError } from '@/lib/api/errors';
import { createQueryClient } from '@/lib/api/query-client';
import type { Me } from '@/lib/api/types';

/** A query client that notices, from any refusal with 401, that the session has ended. */
export function createAppQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401)
      client.setQueryData(meQuery.queryKey, null);
  };
  const client = createQueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  });
  return client;
}

/** Who is signed in; null for a visitor, undefined while unknown. */
export function useMe(): Me | null | undefined {
  return useQuery(meQuery).data;
}

/** Whether an answer has come, or none will for now: only then is it clear what to show. */
export function useIsMeKnown(): boolean {
  const { data, isError, fetchStatus } = useQuery(meQuery);
  return data !== undefined || isError || fetchStatus === 'paused';
}

/** Whether the staff's pages are open to them: staff of the platform or of a course. */
export function isTeaching(me: Me): boolean {
  return me.is_staff || me.roles.some(({ role }) => role !== 'student');
}

/** After signing in: learn who it is and go where they wanted to. */
export function useEnter(next: string | undefined) {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    await client.resetQueries();
    await client.query({ ...meQuery, staleTime: 0 });
    const path = safePath(next);
    // The admin's pages are the server's own.
    if (path.startsWith('/admin/')) window.location.assign(path);
    else router.history.push(path);
  };
}

/** When the session ends by itself, ask to sign in again, and come back here. */
export function useSessionEnd(me: Me | null | undefined): void {
  const navigate = useNavigate();
  const wasSignedIn = useRef(false);
  const leave = useEffectEvent(() => {
    const { pathname, search } = window.location;
    if (pathname === '/login') return;
    void navigate({ to: '/login', search: { next: pathname + search, ended: true } });
  });
  useEffect(() => {
    if (me === null && wasSignedIn.current) leave();
    if (me !== undefined) wasSignedIn.current = me !== null;
  }, [me]);
}

export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await signOut();
    // The page goes first: what it shows must not be asked for again by nobody.
    await navigate({ to: '/login', search: {} });
    client.clear();
    client.setQueryData(meQuery.queryKey, null);
  };
}

/** Only a path of this site: an address of another must not ride on our sign-in page. */
export function safePath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}
