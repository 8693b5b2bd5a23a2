import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { nextPage, onlyOne } from '@/features/manage/kit/found';
import {
  ImportProgress,
  PackageCases,
  PackageDraft,
  PackageJudging,
  Verifications,
  type PackageCasesQuery,
  type PackageJudgingQuery,
} from '@/features/manage/problems/packages.gen';
import {
  ManagedProblem,
  ManagedProblems,
  ProblemDiff,
  ProblemHistory,
  ProblemTags,
  type ManagedProblemQuery,
  type ProblemHistoryQuery,
} from '@/features/manage/problems/problems.gen';
import { apiErrorFrom } from '@/lib/api/errors';
import { request } from '@/lib/graphql/request';

export type Problem = ManagedProblemQuery['problems']['edges'][number]['node'];
export type Revision =
  ProblemHistoryQuery['problems']['edges'][number]['node']['revisions']['edges'][number]['node'];
export type TestCase = PackageCasesQuery['testCases']['items'][number];
export type Judging = PackageJudgingQuery;
export type Version = Problem['testPackages'][number];

const WATCH_MS = 1000;
const MAX_EDITED_BYTES = 64 * 1024;
/** Nothing more happens to an import or a verification in one of these. */
const FINAL = ['done', 'refused', 'failed'];
const key = (...parts: unknown[]) => ['manage', 'problems', ...parts] as const;

export function managedProblemsQuery(search: string, isArchived: boolean) {
  return infiniteQueryOptions({
    queryKey: key('list', search, isArchived),
    queryFn: async ({ pageParam, signal }) => {
      const filters = { search: search || undefined, isArchived };
      return (await request(ManagedProblems, { filters, after: pageParam }, { signal })).problems;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  });
}

export function managedProblemQuery(slug: string) {
  return queryOptions({
    queryKey: key('one', slug),
    queryFn: async ({ signal }) =>
      onlyOne((await request(ManagedProblem, { slug }, { signal })).problems),
  });
}

export const problemTagsQuery = queryOptions({
  queryKey: key('tags'),
  queryFn: async ({ signal }) => (await request(ProblemTags, {}, { signal })).problemTags,
  staleTime: Infinity,
});

export function historyQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: key('history', slug),
    queryFn: async ({ pageParam, signal }) => {
      const asked = { slug, after: pageParam };
      return onlyOne((await request(ProblemHistory, asked, { signal })).problems).revisions;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  });
}

export function problemDiffQuery(problemId: string, older: number, newer: number) {
  return queryOptions({
    queryKey: key('diff', problemId, older, newer),
    queryFn: async ({ signal }) =>
      (await request(ProblemDiff, { problemId, older, newer }, { signal })).problemDiff,
  });
}

/** An import's progress and report, watched until it ends. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: key('import', id),
    queryFn: async ({ signal }) =>
      (await request(ImportProgress, { id }, { signal })).packageImport,
    refetchInterval: ({ state: { data } }) =>
      data != null && FINAL.includes(data.state) ? false : WATCH_MS,
  });
}

/** The newest verification of a version; null before the first. */
export function verificationQuery(packageId: string) {
  return queryOptions({
    queryKey: key('verification', packageId),
    queryFn: async ({ signal }) =>
      (await request(Verifications, { packageId }, { signal })).packageVerifications.edges[0]
        ?.node ?? null,
    refetchInterval: ({ state: { data } }) =>
      data != null && !FINAL.includes(data.state) ? WATCH_MS : false,
  });
}

export function casesQuery(packageId: string, group: string, offset: number) {
  return queryOptions({
    queryKey: key('cases', packageId, group, offset),
    queryFn: ({ signal }) => request(PackageCases, { packageId, group, offset }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** How a version judges: groups with points, and what compares outputs. */
export function judgingQuery(packageId: string) {
  return queryOptions({
    queryKey: key('judging', packageId),
    queryFn: ({ signal }) => request(PackageJudging, { packageId }, { signal }),
  });
}

/** A test case's files in whole; null: too long to be edited in a page. */
export function caseTextsQuery({ input, answer }: Pick<TestCase, 'input' | 'answer'>) {
  return queryOptions({
    queryKey: ['test-case-texts', input.url, answer.url],
    queryFn: async ({ signal }) => {
      const [given, expected] = await Promise.all([
        caseText(input, signal),
        caseText(answer, signal),
      ]);
      return { input: given, answer: expected };
    },
    staleTime: Infinity,
  });
}

async function caseText({ url, sizeBytes }: TestCase['input'], signal: AbortSignal) {
  if (sizeBytes > MAX_EDITED_BYTES) return null;
  const response = await fetch(url, { credentials: 'same-origin', signal });
  if (!response.ok) throw apiErrorFrom(response, await response.json().catch(() => null));
  return response.text();
}

export function draftQuery(problemId: string) {
  return queryOptions({
    queryKey: key('draft', problemId),
    queryFn: async ({ signal }) =>
      (await request(PackageDraft, { problemId }, { signal })).testPackageDraft,
  });
}
