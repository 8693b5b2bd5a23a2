import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';

import { CrashPage, NotFoundPage } from '@/app/pages/fallback-pages';
import { Shell } from '@/app/shell/shell';
import { meQuery } from '@/features/accounts/api/get-me';
import { isVerdict, type Verdict } from '@/lib/verdicts';

interface Context {
  queryClient: QueryClient;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
});

/** Pages of the signed-in person. A visitor is sent to sign in, and comes back here. */
const personal = createRoute({
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

const home = createRoute({
  getParentRoute: () => personal,
  path: '/',
  component: lazyRouteComponent(() => import('@/app/pages/home-page'), 'HomePage'),
});

const problems = createRoute({
  getParentRoute: () => root,
  path: '/problems',
  validateSearch: (search: Record<string, unknown>): { search?: string | undefined } => ({
    search: text(search.search),
  }),
  component: lazyRouteComponent(() => import('@/app/pages/problems-page'), 'ProblemsPage'),
});

const solve = createRoute({
  getParentRoute: () => root,
  path: '/problems/$slug',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: 'submissions' | undefined; from?: number | undefined } => ({
    tab: search.tab === 'submissions' ? 'submissions' : undefined,
    from: typeof search.from === 'number' ? search.from : undefined,
  }),
  component: lazyRouteComponent(() => import('@/app/pages/solve/solve-page'), 'SolvePage'),
});

const submissions = createRoute({
  getParentRoute: () => personal,
  path: '/submissions',
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    problem?: string | undefined;
    verdict?: Verdict | undefined;
    language?: string | undefined;
  } => ({
    problem: text(search.problem),
    verdict: isVerdict(search.verdict) ? search.verdict : undefined,
    language: text(search.language),
  }),
  component: lazyRouteComponent(() => import('@/app/pages/submissions-page'), 'SubmissionsPage'),
});

const submission = createRoute({
  getParentRoute: () => personal,
  path: '/submissions/$id',
  params: {
    parse: ({ id }) => ({ id: Number.parseInt(id, 10) }),
    stringify: ({ id }) => ({ id: String(id) }),
  },
  component: lazyRouteComponent(() => import('@/app/pages/submission-page'), 'SubmissionPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (
    search: Record<string, unknown>,
  ): { next?: string | undefined; reset?: true | undefined; ended?: true | undefined } => ({
    next: text(search.next),
    reset: search.reset === true ? true : undefined,
    ended: search.ended === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('@/app/pages/auth-pages'), 'LoginPage'),
});

const signup = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  component: lazyRouteComponent(() => import('@/app/pages/auth-pages'), 'SignUpPage'),
});

/** A code can be all digits, which the router reads as a number. */
function key(search: Record<string, unknown>): { key?: string | undefined } {
  return { key: typeof search.key === 'number' ? String(search.key) : text(search.key) };
}

const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  validateSearch: key,
  component: lazyRouteComponent(() => import('@/app/pages/auth-pages'), 'VerifyEmailPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: key,
  component: lazyRouteComponent(() => import('@/app/pages/auth-pages'), 'ResetPasswordPage'),
});

const routeTree = root.addChildren([
  personal.addChildren([home, submissions, submission]),
  problems,
  solve,
  login,
  signup,
  verifyEmail,
  resetPassword,
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultErrorComponent: CrashPage,
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
