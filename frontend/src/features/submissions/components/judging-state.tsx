import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

import { useQueuePlace } from '@/features/submissions/use-queue-place';
import type { QueuePlace, SubmissionDetail } from '@/lib/api/types';

import classes from './judging-state.module.css';

/** Where the judging stands, in words. */
export function JudgingState({ submission }: { submission: SubmissionDetail }) {
  const { t } = useTranslation();
  const place = useQueuePlace(submission.id, submission.state === 'queued');
  return (
    <p
      className={classes.state}
      data-testid="judging-state"
      data-state={submission.state}
      data-stage={submission.stage ?? undefined}
      role="status"
      aria-label={t('judging.stateLabel')}
    >
      <span className={classes.lamp} aria-hidden="true" />
      {placeText(t, place, submission.is_held) ?? stateText(t, submission)}
    </p>
  );
}

function placeText(t: TFunction, place: QueuePlace | null, wasHeld: boolean): string | null {
  if (place === null) return wasHeld ? t('judging.held') : null;
  if (place.is_held) return t('judging.held');
  return place.ahead === null ? null : t('judging.ahead', { count: place.ahead });
}

function stateText(t: TFunction, submission: SubmissionDetail): string {
  if (submission.state !== 'judging') return t(`judging.${submission.state}`);
  const { stage, test_case_count: total, runs } = submission;
  if (stage === 'running' && total !== null) {
    return t('judging.running', { done: runs.length, total });
  }
  if (stage === 'running' || stage === null) return t('judging.runningUnknown');
  return t(`judging.${stage}`);
}
