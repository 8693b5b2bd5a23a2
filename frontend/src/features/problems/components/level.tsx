import { useTranslation } from 'react-i18next';

import { HIGHEST_LEVEL } from '@/features/problems/filter';

import classes from './level.module.css';

/** How hard a problem is, as a number and a bar as long. */
export function Level({ level }: { level: number | null }) {
  const { t } = useTranslation();
  if (level === null) return <span className={classes.none}>{t('unit.none')}</span>;
  return (
    <span className={classes.level} title={t('problems.levelOf', { level, most: HIGHEST_LEVEL })}>
      <span className={classes.number}>{level}</span>
      <svg width="50" height="6" viewBox="0 0 50 6" aria-hidden="true" focusable="false">
        {Array.from({ length: HIGHEST_LEVEL }, (_, at) => (
          <rect key={at} x={at * 5} width={4} height={6} rx={1} data-on={at < level || undefined} />
        ))}
      </svg>
    </span>
  );
}
