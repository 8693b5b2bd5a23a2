import { useTranslation } from 'react-i18next';

import { CheckIcon, HalfIcon, RingIcon } from '@/components/icons';

import classes from './solved-mark.module.css';

/** Where somebody stands with a problem, as an icon with a name. */
export function SolvedMark({ solved }: { solved: 'ac' | 'tried' | null }) {
  const { t } = useTranslation();
  const [Mark, label] = {
    ac: [CheckIcon, t('problems.solved')] as const,
    tried: [HalfIcon, t('problems.tried')] as const,
    fresh: [RingIcon, t('problems.fresh')] as const,
  }[solved ?? 'fresh'];
  return (
    <span
      className={classes.mark}
      data-solved={solved ?? 'fresh'}
      role="img"
      aria-label={label}
      title={label}
    >
      <Mark size={14} />
    </span>
  );
}
