import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { nextPage, onlyOne } from '@/features/manage/kit/found';
import { SetEntries, SetExtensions, SetInvitations } from '@/features/manage/sets/people.gen';
import {
  ManagedSet,
  ManagedSets,
  OwnCourses,
  type ManagedSetQuery,
} from '@/features/manage/sets/sets.gen';
import { SetAnnouncements, SetBalloons, SetClarifications } from '@/features/manage/sets/talk.gen';
import { request } from '@/lib/graphql/request';

export type ManagedProblemSet = ManagedSetQuery['problemSets']['edges'][number]['node'];
/** What a list shows: contests, or both kinds of what stands in a course. */
export type SetFamily = 'contests' | 'assignments';

const KINDS = { contests: ['contest'], assignments: ['assignment', 'exercise'] };
const key = (...parts: unknown[]) => ['manage', 'sets', ...parts] as const;
const first = undefined as string | undefined;

export function managedSetsQuery(family: SetFamily, search: string, courseSlug: string | null) {
  return infiniteQueryOptions({
    queryKey: key('list', family, search, courseSlug),
    queryFn: async ({ pageParam, signal }) => {
      const filters = {
        kind: { inList: KINDS[family] },
        search: search || undefined,
        courseSlug: courseSlug ?? undefined,
      };
      return (await request(ManagedSets, { filters, after: pageParam }, { signal })).problemSets;
    },
    initialPageParam: first,
    getNextPageParam: nextPage,
  });
}

/** The courses that a new set, problem or book can belong to. */
export const ownCoursesQuery = queryOptions({
  queryKey: ['manage', 'own-courses'],
  queryFn: async ({ signal }) =>
    (await request(OwnCourses, {}, { signal })).courses.edges.map(({ node }) => node),
});

export function managedSetQuery(slug: string) {
  return queryOptions({
    queryKey: key('one', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(ManagedSet, { slug }, { signal })).problemSets),
  });
}

export function extensionsQuery(slug: string) {
  return queryOptions({
    queryKey: key('extensions', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(SetExtensions, { slug }, { signal })).problemSets).extensions,
  });
}

export function entriesQuery(slug: string, search: string) {
  return infiniteQueryOptions({
    queryKey: key('entries', slug, search),
    queryFn: async ({ pageParam, signal }) =>
      (
        await request(
          SetEntries,
          { slug, search: search || undefined, after: pageParam },
          { signal },
        )
      ).entries,
    initialPageParam: first,
    getNextPageParam: nextPage,
  });
}

export function invitationsQuery(slug: string) {
  return queryOptions({
    queryKey: key('invitations', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(SetInvitations, { slug }, { signal })).problemSets).invitations,
  });
}

export function clarificationsQuery(slug: string, isAnswered: boolean) {
  return infiniteQueryOptions({
    queryKey: key('clarifications', slug, isAnswered),
    queryFn: async ({ pageParam, signal }) =>
      (await request(SetClarifications, { slug, isAnswered, after: pageParam }, { signal }))
        .clarifications,
    initialPageParam: first,
    getNextPageParam: nextPage,
  });
}

export function announcementsQuery(slug: string) {
  return queryOptions({
    queryKey: key('announcements', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(SetAnnouncements, { slug }, { signal })).problemSets).announcements,
  });
}

export function balloonsQuery(slug: string, state: 'waiting' | 'delivered') {
  return queryOptions({
    queryKey: key('balloons', slug, state),
    queryFn: async ({ signal }) =>
      (await request(SetBalloons, { slug, state }, { signal })).balloons.edges.map(
        ({ node }) => node,
      ),
    refetchInterval: 10_000,
  });
}
