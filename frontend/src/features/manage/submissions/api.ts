import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { nextPage, present } from '@/features/manage/kit/found';
import { verdictName } from '@/features/manage/kit/verdict-codes';
import type { Choice, Sort } from '@/features/manage/submissions/choice';
import {
  ComparedSubmissions,
  ManagedSubmission,
  ManagedSubmissions,
  SourceArchive,
  type ManagedSubmissionQuery,
  type ManagedSubmissionsQuery,
  type ManagedSubmissionsQueryVariables,
} from '@/features/manage/submissions/submissions.gen';
import { nodeId } from '@/lib/graphql/node-id';
import { request } from '@/lib/graphql/request';

export type Row = ManagedSubmissionsQuery['submissions']['edges'][number]['node'];
export type Detail = NonNullable<ManagedSubmissionQuery['submission']>;
export type Comment = Detail['comments'][number];
export type TimelineEvent = ManagedSubmissionQuery['submissionTimeline'][number];

type Variables = ManagedSubmissionsQueryVariables;

/** Each order leaves out what has nothing to sort by: so an index serves it. */
const ORDERS: Record<Sort, { ordering: Variables['ordering']; choice: Variables['choice'] }> = {
  newest: { ordering: [{ id: 'DESC' }], choice: {} },
  slowest: { ordering: [{ cpuTimeMs: 'DESC' }], choice: { cpuTimeMsMin: 0 } },
  largest: { ordering: [{ memoryKib: 'DESC' }], choice: { memoryKibMin: 0 } },
  best: { ordering: [{ score: 'DESC' }], choice: { scoreMin: 0 } },
};

/** As GraphQL takes it. */
export function choiceInput({ set, language, verdict, ...same }: Choice) {
  return {
    ...Object.fromEntries(Object.entries(same).filter(([, value]) => Boolean(value))),
    ...(set === undefined ? {} : { problemSet: set }),
    ...(language === undefined ? {} : { languages: [language] }),
    ...(verdict === undefined ? {} : { verdicts: [verdictName(verdict)] }),
  };
}

export const submissionsQuery = (choice: Choice, sort: Sort) =>
  infiniteQueryOptions({
    queryKey: ['manage', 'submissions', choice, sort],
    queryFn: async ({ pageParam, signal }) => {
      const variables = {
        choice: { ...choiceInput(choice), ...ORDERS[sort].choice },
        ordering: ORDERS[sort].ordering,
        after: pageParam ?? null,
      };
      return (await request(ManagedSubmissions, variables, { signal })).submissions;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  });

export const submissionQuery = (number: number) =>
  queryOptions({
    queryKey: ['manage', 'submission', number],
    queryFn: async ({ signal }) => {
      const id = nodeId('Submission', number);
      const { submission, submissionTimeline } = await request(
        ManagedSubmission,
        { id },
        { signal },
      );
      return { submission: present(submission), timeline: submissionTimeline };
    },
  });

export const comparedQuery = (left: number, right: number) =>
  queryOptions({
    queryKey: ['manage', 'compared', left, right],
    queryFn: async ({ signal }) => {
      const ids = { left: nodeId('Submission', left), right: nodeId('Submission', right) };
      const answer = await request(ComparedSubmissions, ids, { signal });
      return { left: present(answer.left), right: present(answer.right) };
    },
  });

export const archiveQuery = (id: string) =>
  queryOptions({
    queryKey: ['manage', 'archive', id],
    queryFn: async ({ signal }) =>
      present((await request(SourceArchive, { id }, { signal })).sourceArchive),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.state) ? 1_000 : false),
  });

/** Whether background work goes on. */
export function isUnderWay(state: string | undefined): boolean {
  return state === undefined || state === 'queued' || state === 'running';
}
