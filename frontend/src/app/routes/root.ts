import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { Shell } from '@/app/shell/shell';
import { meQuery } from '@/features/accounts/api/get-me';

export interface RouterContext {
  queryClient: QueryClient;
}

export const root = createRootRouteWithContext<RouterContext>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
});

/** Pages of the signed-in person. A visitor is sent to sign in, and comes back here. */
export const personal = createRoute({
  getParentRoute: () => root,
  id: 'personal',
  beforeLoad: async ({ context, location }) => {
    // A server that can't be reached is the page's to tell, not a reason to sign in again.
    const me = await context.queryClient
      .query({ ...meQuery, staleTime: 'static' })
      .catch(() => undefined);
    if (me === null) {
      throw redirect({ to: '/login', search: { next: location.href } });
    }
  },
});
