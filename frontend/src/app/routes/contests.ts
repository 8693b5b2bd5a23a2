import { createRoute } from '@tanstack/react-router';

import { lightPage, page } from '@/app/routes/page';
import { root } from '@/app/routes/root';
import { oneOf, text, readSolveSearch, whole, type Search } from '@/app/routes/search';

export const CONTEST_TABS = ['past', 'mine'] as const;
export type ContestTab = (typeof CONTEST_TABS)[number];

const contests = createRoute({
  getParentRoute: () => root,
  path: '/contests',
  validateSearch: (
    search: Search,
  ): { tab?: ContestTab | undefined; search?: string | undefined } => ({
    tab: oneOf(search.tab, CONTEST_TABS),
    search: text(search.search),
  }),
  component: lightPage(
    ['contests'],
    () => import('@/app/pages/contests/contests-page'),
    'ContestsPage',
  ),
});

const contest = createRoute({
  getParentRoute: () => root,
  path: '/contests/$slug',
  component: lightPage(
    ['contests'],
    () => import('@/app/pages/contests/contest-layout'),
    'ContestLayout',
  ),
});

const overview = createRoute({
  getParentRoute: () => contest,
  path: '/',
  validateSearch: (search: Search): { code?: string | undefined; team?: string | undefined } => ({
    code: text(search.code),
    team: text(search.team),
  }),
  component: page(
    ['contests', 'problems'],
    () => import('@/app/pages/contests/overview-page'),
    'OverviewPage',
  ),
});

export const BOARD_SHOWS = ['official', 'friends'] as const;
export type BoardShow = (typeof BOARD_SHOWS)[number];

const standings = createRoute({
  getParentRoute: () => contest,
  path: '/standings',
  validateSearch: (
    search: Search,
  ): {
    show?: BoardShow | undefined;
    group?: string | undefined;
    find?: string | undefined;
    view?: 'staff' | undefined;
  } => ({
    show: oneOf(search.show, BOARD_SHOWS),
    group: text(search.group),
    find: text(search.find),
    view: oneOf(search.view, ['staff']),
  }),
  component: lightPage(
    ['contests', 'standings'],
    () => import('@/app/pages/contests/standings-page'),
    'StandingsPage',
  ),
});

const submissions = createRoute({
  getParentRoute: () => contest,
  path: '/submissions',
  component: lightPage(
    ['contests', 'submissions'],
    () => import('@/app/pages/contests/own-submissions-page'),
    'OwnSubmissionsPage',
  ),
});

const clarifications = createRoute({
  getParentRoute: () => contest,
  path: '/clarifications',
  validateSearch: (search: Search): { problem?: string | undefined } => ({
    problem: text(search.problem),
  }),
  component: page(
    ['contests'],
    () => import('@/app/pages/contests/clarifications-page'),
    'ClarificationsPage',
  ),
});

const statistics = createRoute({
  getParentRoute: () => contest,
  path: '/statistics',
  validateSearch: (search: Search): { problem?: string | undefined } => ({
    problem: text(search.problem),
  }),
  component: lightPage(
    ['contests', 'standings', 'submissions'],
    () => import('@/app/pages/contests/statistics-page'),
    'StatisticsPage',
  ),
});

const replay = createRoute({
  getParentRoute: () => contest,
  path: '/replay',
  validateSearch: (search: Search): { at?: number | undefined } => ({ at: whole(search.at) }),
  component: lightPage(
    ['contests', 'standings'],
    () => import('@/app/pages/contests/replay-page'),
    'ReplayPage',
  ),
});

/** The ceremony fills the screen: it stands in no layout. */
const reveal = createRoute({
  getParentRoute: () => root,
  path: '/contests/$slug/reveal',
  component: lightPage(
    ['contests', 'standings'],
    () => import('@/app/pages/contests/reveal-page'),
    'RevealPage',
  ),
});

const solve = createRoute({
  getParentRoute: () => root,
  path: '/contests/$slug/problems/$label',
  validateSearch: readSolveSearch,
  component: page(
    ['contests', 'problems', 'solve', 'submissions'],
    () => import('@/app/pages/contests/contest-solve-page'),
    'ContestSolvePage',
  ),
});

export const contestRoutes = [
  contests,
  contest.addChildren([overview, standings, submissions, clarifications, statistics, replay]),
  reveal,
  solve,
] as const;
