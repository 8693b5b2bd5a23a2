import { useTranslation } from 'react-i18next';

import { markIcons } from '@/components/icons';
import { isPartial, Points } from '@/features/submissions/components/points';
import { runName } from '@/features/submissions/components/run-strip';
import type { SubmissionDetail } from '@/lib/api/types';
import { verdictMarks } from '@/lib/design/tokens';
import { formatMemory, formatTime } from '@/lib/format';

import classes from './verdict-banner.module.css';

/** The whole result in one line, and what it means. Nothing while there is no verdict. */
export function VerdictBanner({ submission }: { submission: SubmissionDetail }) {
  const { t } = useTranslation();
  const { verdict } = submission;
  if (submission.state !== 'done' || verdict === null) return null;
  const Mark = markIcons[verdictMarks[verdict].icon];
  const firstFailure = submission.runs.find((run) => run.verdict !== 'AC');
  return (
    <div className={classes.banner} role="status" data-testid="verdict" data-verdict={verdict}>
      <span className={classes.verdict}>
        <Mark size={17} />
        {isPartial(submission) ? t('points.partial') : t(`verdict.${verdict}`)}{' '}
        <span className={classes.code}>{verdict}</span>
      </span>
      <Points score={submission.score} max_score={submission.max_score} />
      {submission.runs.length > 0 && (
        <span className={classes.facts}>
          <span>
            {t('judging.time')} {formatTime(t, submission.cpu_time_ms)}
          </span>
          <span>
            {t('judging.memory')} {formatMemory(t, submission.memory_kib)}
          </span>
          {firstFailure !== undefined && (
            <span>{t('judging.firstFailure', { name: runName(t, firstFailure) })}</span>
          )}
        </span>
      )}
      <p className={classes.help}>
        {isPartial(submission) ? t('points.partialHelp') : t(`verdictHelp.${verdict}`)}
      </p>
    </div>
  );
}
