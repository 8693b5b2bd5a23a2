import { useTranslation } from 'react-i18next';

import { VerdictBadge } from '@/components/verdict/verdict-badge';
import type { RunWord } from '@/features/submissions/trials';

import classes from './trial-view.module.css';

/** What came of one input: a verdict, or that it ran, or that it didn't. */
export function RunWordBadge({ word, isShort = false }: { word: RunWord; isShort?: boolean }) {
  const { t } = useTranslation();
  if (word !== 'OK' && word !== 'SKIPPED') return <VerdictBadge verdict={word} isShort={isShort} />;
  return (
    <span className={classes.word} data-word={word}>
      {t(word === 'OK' ? 'trial.ran' : 'trial.skipped')}
    </span>
  );
}
