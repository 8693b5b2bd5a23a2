import { lazyPart } from '@/components/lazy-part/lazy-part';
import { Tabs } from '@/components/tabs';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Trials } from '@/app/pages/solve/use-trials';
import type { GoTo } from '@/features/submissions/compile-message';

import classes from './result-pane.module.css';

const TrialPanel = lazyPart(() => import('@/app/pages/solve/trial-panel'));

export type ResultView = 'trial' | 'judging';

interface Props {
  view: ResultView;
  onChange: (view: ResultView) => void;
  /** null for a visitor, who may not run anything. */
  trials: Trials | null;
  onGoTo: GoTo;
  /** What judging has come to. */
  children: ReactNode;
}

/** Below the code: what came of trying it, and of handing it in. */
export function ResultPane({ view, onChange, trials, onGoTo, children }: Props) {
  const { t } = useTranslation();
  if (trials === null) return <div className={classes.body}>{children}</div>;
  return (
    <Tabs
      value={view}
      onChange={(value) => onChange(value === 'trial' ? 'trial' : 'judging')}
      classNames={{ list: classes.tabs ?? '', tab: classes.tab ?? '', panel: classes.body ?? '' }}
    >
      <Tabs.List aria-label={t('solve.result')}>
        <Tabs.Tab value="judging">{t('solve.result')}</Tabs.Tab>
        <Tabs.Tab value="trial">{t('trial.tab')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="judging">{children}</Tabs.Panel>
      <Tabs.Panel value="trial">
        {view === 'trial' && (
          <Suspense fallback={<p className={classes.hint}>{t('trial.loading')}</p>}>
            <TrialPanel trials={trials} onGoTo={onGoTo} />
          </Suspense>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
