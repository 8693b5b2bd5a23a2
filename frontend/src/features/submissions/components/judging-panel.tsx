import type { ReactNode } from 'react';

import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import type { GoTo } from '@/features/submissions/compile-message';
import { CompileMessage } from '@/features/submissions/components/compile-message';
import { GroupTable } from '@/features/submissions/components/group-table';
import { JudgingState } from '@/features/submissions/components/judging-state';
import { RunStrip } from '@/features/submissions/components/run-strip';
import { VerdictBanner } from '@/features/submissions/components/verdict-banner';
import { useLiveSubmission } from '@/features/submissions/use-live-submission';
import type { SubmissionDetail } from '@/lib/api/types';

import classes from './judging-panel.module.css';

interface Props {
  id: number;
  onGoTo?: GoTo;
  aside?: ReactNode;
}

/** A submission being judged: state, test cases, verdict and compiler's message, live. */
export function JudgingPanel({ id, onGoTo, aside }: Props) {
  const query = useLiveSubmission(id);
  return (
    <QueryView query={query} loading={<LoadingRows rows={2} />}>
      {(submission) => <JudgingView submission={submission} onGoTo={onGoTo} aside={aside} />}
    </QueryView>
  );
}

export function JudgingView({
  submission,
  onGoTo,
  aside,
}: {
  submission: SubmissionDetail;
  onGoTo?: Props['onGoTo'];
  aside?: ReactNode;
}) {
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <JudgingState submission={submission} />
        {aside}
      </div>
      <VerdictBanner submission={submission} />
      <RunStrip
        runs={submission.runs}
        testCaseCount={hasRuns(submission) ? submission.test_case_count : null}
        isRunning={submission.state === 'judging' && submission.stage === 'running'}
        isDone={submission.state === 'done'}
      />
      <GroupTable groups={submission.groups} />
      <CompileMessage message={submission.compile_message} onGoTo={onGoTo} />
    </div>
  );
}

/** A program that didn't compile is never run, so cells for its test cases would wait forever. */
function hasRuns({ state, runs }: SubmissionDetail): boolean {
  return state === 'judging' || state === 'queued' || runs.length > 0;
}
