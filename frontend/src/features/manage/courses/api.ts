import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import {
  ManagedCourse,
  ManagedCourses,
  type ManagedCourseQuery,
  type Term,
} from '@/features/manage/courses/courses.gen';
import { CourseJoining, CourseMembers } from '@/features/manage/courses/members.gen';
import { CourseNotices } from '@/features/manage/courses/notices.gen';
import { CoursePlan } from '@/features/manage/courses/plan.gen';
import { CourseQuestions } from '@/features/manage/courses/questions.gen';
import { nextPage, onlyOne } from '@/features/manage/kit/found';
import { request } from '@/lib/graphql/request';

export type Course = ManagedCourseQuery['courses']['edges'][number]['node'];
export const TERMS: readonly Term[] = ['SPRING', 'SUMMER', 'FALL', 'WINTER'];

const key = (...parts: unknown[]) => ['manage', 'courses', ...parts] as const;
const first = undefined as string | undefined;

export function managedCoursesQuery(isArchived: boolean) {
  return infiniteQueryOptions({
    queryKey: key('list', isArchived),
    queryFn: async ({ pageParam, signal }) =>
      (await request(ManagedCourses, { isArchived, after: pageParam }, { signal })).courses,
    initialPageParam: first,
    getNextPageParam: nextPage,
  });
}

export function managedCourseQuery(slug: string) {
  return queryOptions({
    queryKey: key('one', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(ManagedCourse, { slug }, { signal })).courses),
  });
}

export function planQuery(slug: string) {
  return queryOptions({
    queryKey: key('plan', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(CoursePlan, { slug }, { signal })).courses),
  });
}

export function noticesQuery(slug: string) {
  return queryOptions({
    queryKey: key('notices', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(CourseNotices, { slug }, { signal })).courses),
  });
}

export function questionsQuery(slug: string, isResolved: boolean) {
  return infiniteQueryOptions({
    queryKey: key('questions', slug, isResolved),
    queryFn: async ({ pageParam, signal }) =>
      (await request(CourseQuestions, { slug, isResolved, after: pageParam }, { signal }))
        .questions,
    initialPageParam: first,
    getNextPageParam: nextPage,
  });
}

export function membersQuery(slug: string, search: string) {
  return queryOptions({
    queryKey: key('members', slug, search),
    queryFn: async ({ signal }) =>
      onlyOne((await request(CourseMembers, { slug, search: search || null }, { signal })).courses),
  });
}

export function joiningQuery(slug: string) {
  return queryOptions({
    queryKey: key('joining', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(CourseJoining, { slug }, { signal })).courses),
  });
}
