import { queryOptions } from '@tanstack/react-query';

import { BackgroundWork, type BackgroundWorkQuery } from '@/features/manage/work/work.gen';
import { request } from '@/lib/graphql/request';

export type Stage = 'waiting' | 'running' | 'ready' | 'done' | 'failed';

interface Task {
  id: string;
  number: number;
  stage: Stage;
  at: string;
  /** Steps done of all; null where it has none to count. */
  steps: [number, number] | null;
}

/** One piece of work that goes on without anybody watching. */
export type Work = Task &
  (
    | { kind: 'import'; name: string; problem: string | null; version: number | null }
    | { kind: 'verification'; problem: string; version: number; differing: number }
    | { kind: 'rejudging'; reason: string }
    | { kind: 'plagiarism'; about: string }
    | { kind: 'archive'; count: number; message: string }
  );

const STAGES: Readonly<Record<string, Stage>> = {
  preparing: 'waiting',
  pending: 'waiting',
  queued: 'waiting',
  checked: 'running',
  running: 'running',
  done: 'done',
  refused: 'failed',
  failed: 'failed',
  PREPARING: 'waiting',
  JUDGING: 'running',
  READY: 'ready',
  APPLIED: 'done',
  CANCELLED: 'done',
};
const WATCH_MS = 2_000;
const IDLE_MS = 30_000;

const stageOf = (state: string): Stage => STAGES[state] ?? 'running';
const isOn = ({ stage }: Work) => stage === 'waiting' || stage === 'running';
const nodes = <Node>({ edges }: { edges: readonly { node: Node }[] }) =>
  edges.map(({ node }) => node);

/** All kinds of work in one list, the latest first. */
export function workOf(answer: BackgroundWorkQuery): Work[] {
  const found: Work[] = [
    ...nodes(answer.packageImports).map(
      ({ id, number, state, createdAt, shortName, problem, version }): Work => ({
        kind: 'import',
        id,
        number,
        stage: stageOf(state),
        at: createdAt,
        steps: null,
        name: problem?.title ?? shortName,
        problem: problem?.slug ?? null,
        version,
      }),
    ),
    ...nodes(answer.packageVerifications).map((one): Work => ({
      kind: 'verification',
      id: one.id,
      number: one.number,
      stage: stageOf(one.state),
      at: one.createdAt,
      steps: [one.doneCount, one.totalCount],
      problem: one.testPackage.problemSlug,
      version: one.testPackage.version,
      differing: one.disagreeCount,
    })),
    ...nodes(answer.rejudgings).map((one): Work => ({
      kind: 'rejudging',
      id: one.id,
      number: one.number,
      stage: stageOf(one.state),
      at: one.createdAt,
      steps: [one.finishedCount, one.submissionCount],
      reason: one.reason,
    })),
    ...nodes(answer.plagiarismChecks).map((one): Work => ({
      kind: 'plagiarism',
      id: one.id,
      number: one.number,
      stage: stageOf(one.state),
      at: one.createdAt,
      steps: [one.doneSteps, one.totalSteps],
      about: [one.problemSet?.title, one.problem?.title].filter(Boolean).join(' · '),
    })),
    ...nodes(answer.sourceArchives).map((one): Work => ({
      kind: 'archive',
      id: one.id,
      number: one.number,
      stage: stageOf(one.state),
      at: one.createdAt,
      steps: [one.doneSteps, one.totalSteps],
      count: one.submissionCount,
      message: one.message,
    })),
  ];
  return found.sort((a, b) => b.at.localeCompare(a.at));
}

export const workQuery = queryOptions({
  queryKey: ['manage', 'work'],
  queryFn: async ({ signal }) => workOf(await request(BackgroundWork, {}, { signal })),
  refetchInterval: ({ state: { data } }) => (data?.some(isOn) === true ? WATCH_MS : IDLE_MS),
});
