import { useTranslation } from 'react-i18next';

import { markIcons, RingIcon, HalfIcon } from '@/components/icons';
import { verdictMarks } from '@/lib/design/tokens';
import type { SubmissionState, Verdict } from '@/lib/verdicts';

import classes from './verdict-badge.module.css';

/** Icon, code and name of a verdict. */
export function VerdictBadge({
  verdict,
  isShort = false,
  isPartial = false,
}: {
  verdict: Verdict;
  isShort?: boolean;
  /** Accepted, with part of the points. */
  isPartial?: boolean;
}) {
  const { t } = useTranslation();
  const Mark = markIcons[verdictMarks[verdict].icon];
  const name = isPartial ? t('points.partial') : t(`verdict.${verdict}`);
  return (
    <span className={classes.badge} data-verdict={verdict} title={name}>
      <Mark size={13} />
      {isShort ? verdict : name}
    </span>
  );
}

/** What a submission has come to: its verdict, or where it stands while it has none. */
export function OutcomeBadge({
  state,
  verdict,
  isPartial = false,
}: {
  state: SubmissionState;
  verdict: Verdict | null;
  isPartial?: boolean;
}) {
  const { t } = useTranslation();
  if (verdict !== null && state === 'done') {
    return <VerdictBadge verdict={verdict} isPartial={isPartial} />;
  }
  const text = {
    queued: t('judging.queued'),
    judging: t('judging.runningUnknown'),
    done: t('judging.done'),
    cancelled: t('judging.cancelled'),
  }[state];
  return (
    <span className={classes.badge} data-state={state}>
      {state === 'judging' ? <HalfIcon size={13} /> : <RingIcon size={13} />}
      {text}
    </span>
  );
}
