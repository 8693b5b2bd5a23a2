import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Complaint } from '@/app/pages/solve/complaint';
import type { Trials } from '@/app/pages/solve/use-trials';
import type { GoTo } from '@/features/submissions/compile-message';
import { CrossIcon } from '@/components/icons';
import { CompileMessage } from '@/features/submissions/components/compile-message';
import { RunWordBadge } from '@/features/submissions/components/run-word-badge';
import { TrialView } from '@/features/submissions/components/trial-view';
import { resultFor, type Trial } from '@/features/submissions/trials';
import { useLiveRun } from '@/features/submissions/use-live-run';
import { errorMessage } from '@/lib/error-message';

import classes from './trial-panel.module.css';

interface Props {
  trials: Trials;
  onGoTo: GoTo;
}

/** The inputs that a program is tried on, and what came of each. Fetched when it is first shown. */
export default function TrialPanel({ trials, onGoTo }: Props) {
  const { t } = useTranslation();
  const { data: run, error } = useLiveRun(trials.runId);
  const [chosen, choose] = useState<string | null>(null);
  const isRunning = trials.isPending || run?.state === 'queued';
  const shown = trials.trials.find(({ id }) => id === chosen) ?? trials.trials[0];
  const failure = trials.error ?? error;

  return (
    <div className={classes.panel} data-testid="trial-panel" data-state={run?.state ?? ''}>
      {failure !== null && <Complaint text={errorMessage(t, failure)} />}
      {run !== undefined && run.error !== '' && <Complaint text={run.error} />}
      {run?.is_compiled === false && <Complaint text={t('trial.notCompiled')} />}
      <div className={classes.cases} role="group" aria-label={t('trial.inputs')}>
        {trials.trials.map((trial, index) => (
          <CaseButton
            key={trial.id}
            label={caseName(t, trials.trials, index)}
            isShown={trial.id === shown?.id}
            word={isRunning ? undefined : resultFor(run, trial)?.word}
            onChoose={() => choose(trial.id)}
          />
        ))}
        {trials.takesOwn && (
          <button
            type="button"
            className={classes.add}
            onClick={() => {
              const added = trials.add();
              if (added !== null) choose(added);
            }}
          >
            {t('trial.add')}
          </button>
        )}
        {shown?.kind === 'own' && (
          <button type="button" className={classes.remove} onClick={() => trials.remove(shown.id)}>
            <CrossIcon size={12} /> {t('trial.remove')}
          </button>
        )}
        <span className={classes.state} role="status" data-testid="trial-state">
          {isRunning ? t('trial.running') : ''}
        </span>
      </div>
      {shown === undefined ? (
        <p className={classes.hint}>{t('trial.none')}</p>
      ) : (
        <TrialView
          trial={shown}
          result={isRunning ? undefined : resultFor(run, shown)}
          isRunning={isRunning}
          onEdit={(part) => trials.edit(shown.id, part)}
        />
      )}
      <CompileMessage message={run?.compile_message ?? ''} onGoTo={onGoTo} />
    </div>
  );
}

interface CaseProps {
  label: string;
  isShown: boolean;
  word: Parameters<typeof RunWordBadge>[0]['word'] | undefined;
  onChoose: () => void;
}

function CaseButton({ label, isShown, word, onChoose }: CaseProps) {
  return (
    <button
      type="button"
      className={classes.case}
      aria-pressed={isShown}
      data-testid="trial-case"
      data-word={word ?? ''}
      onClick={onChoose}
    >
      {label}
      {word !== undefined && <RunWordBadge word={word} isShort />}
    </button>
  );
}

function caseName(t: TFunction, trials: readonly Trial[], index: number): string {
  const kind = trials[index]?.kind;
  const number = trials.slice(0, index + 1).filter((one) => one.kind === kind).length;
  return kind === 'sample' ? t('solve.sample', { number }) : t('trial.own', { number });
}
