import { useTranslation } from 'react-i18next';

import type { Submission } from '@/lib/api/types';
import { formatPoints } from '@/lib/format';

import classes from './points.module.css';

type Scored = Pick<Submission, 'score' | 'max_score'>;

/** "50 / 100 points" with a bar; nothing for pass-fail problems. */
export function Points({ score, max_score: maxScore }: Scored) {
  const { t } = useTranslation();
  if (score === null) return null;
  const text =
    maxScore === null
      ? t('points.some', { score: formatPoints(score) })
      : t('points.of', { score: formatPoints(score), max: formatPoints(maxScore) });
  return (
    <span className={classes.points} data-testid="points">
      {maxScore !== null && maxScore > 0 && (
        // The text beside it says the same.
        <progress className={classes.bar} value={score} max={maxScore} aria-hidden="true" />
      )}
      {text}
    </span>
  );
}

/** Accepted, but not with all that could be had. */
export function isPartial({ verdict, score, max_score: maxScore }: Submission): boolean {
  return verdict === 'AC' && score !== null && maxScore !== null && score < maxScore - 1e-6;
}
