import { useTranslation } from 'react-i18next';

import { CheckIcon, CrossIcon, HalfIcon, HourglassIcon, RingIcon } from '@/components/icons';
import type { OwnState } from '@/features/contests/own-states';

import classes from './own-mark.module.css';

const MARKS = {
  solved: CheckIcon,
  partial: HalfIcon,
  tried: CrossIcon,
  pending: HourglassIcon,
  fresh: RingIcon,
} as const;

/** One's own state with a problem, as an icon with a name. */
export function OwnMark({ state, size = 14 }: { state: OwnState['state']; size?: number }) {
  const { t } = useTranslation();
  const label = {
    solved: t('contests.stateSolved'),
    partial: t('contests.statePartial'),
    tried: t('contests.stateTried'),
    pending: t('contests.statePending'),
    fresh: t('contests.stateFresh'),
  }[state];
  const Mark = MARKS[state];
  return (
    <span className={classes.mark} data-state={state} role="img" aria-label={label} title={label}>
      <Mark size={size} />
    </span>
  );
}
