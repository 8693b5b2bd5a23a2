import { Suspense, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { lazyPart } from '@/components/lazy-part/lazy-part';
import { RunWordBadge } from '@/features/submissions/components/run-word-badge';
import type { OwnTrial, RunResult, Trial } from '@/features/submissions/trials';
import type { Sample } from '@/lib/api/types';
import { formatMemory, formatTime } from '@/lib/format';

import classes from './trial-view.module.css';

const DiffView = lazyPart(async () => ({
  default: (await import('@/components/diff/diff-view')).DiffView,
}));

interface Props {
  trial: Trial;
  result: RunResult | undefined;
  isRunning: boolean;
  onEdit: (part: Partial<Pick<OwnTrial, 'input' | 'expected'>>) => void;
}

/** One input, what is expected of it, and what the program made of it. */
export function TrialView({ trial, result, isRunning, onEdit }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.view}>
      {result !== undefined && <Facts result={result} />}
      <div className={classes.texts}>
        {trial.kind === 'sample' ? (
          <SampleTexts sample={trial.sample} />
        ) : (
          <>
            <Field
              title={t('trial.input')}
              text={trial.input}
              onChange={(input) => onEdit({ input })}
            />
            <Field
              title={t('trial.expectedIfAny')}
              text={trial.expected}
              onChange={(expected) => onEdit({ expected })}
            />
          </>
        )}
        {result === undefined ? (
          <Text title={t('trial.actual')} text="">
            {t(isRunning ? 'trial.running' : 'trial.notRunYet')}
          </Text>
        ) : (
          <Text
            title={t('trial.actual')}
            text={result.stdout}
            isCut={result.is_stdout_cut}
            testId="trial-output"
          />
        )}
        {result !== undefined && result.stderr !== '' && (
          <Text title={t('trial.errors')} text={result.stderr} isCut={result.is_stderr_cut} />
        )}
      </div>
      {result !== undefined && <Difference expected={expectedOf(trial)} result={result} />}
    </div>
  );
}

/** null where nothing is known to be expected. */
function expectedOf(trial: Trial): string | null {
  if (trial.kind === 'own') return trial.expected === '' ? null : trial.expected;
  return trial.sample.interaction === '' ? trial.sample.answer : null;
}

/** Expected and actual output beside each other, where they are not the same to the letter. */
function Difference({ expected, result }: { expected: string | null; result: RunResult }) {
  const { t } = useTranslation();
  const [showsSpace, setShowsSpace] = useState<boolean | null>(null);
  const isWrong = result.word === 'WA';
  if (expected === null || result.stdout === '' || expected === result.stdout) return null;
  if (!isWrong && result.word !== 'AC') return null;
  const isOnlySpace = bare(expected) === bare(result.stdout);
  return (
    <details className={classes.difference} open={isWrong}>
      <summary>{isOnlySpace ? t('trial.onlySpaceDiffers') : t('trial.differences')}</summary>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={showsSpace ?? isOnlySpace}
          onChange={(event) => setShowsSpace(event.currentTarget.checked)}
        />
        {t('trial.showSpace')}
      </label>
      <Suspense>
        <DiffView
          left={expected}
          right={result.stdout}
          leftTitle={t('trial.expected')}
          rightTitle={t('trial.actual')}
          showsSpace={showsSpace ?? isOnlySpace}
          testId="trial-diff"
        />
      </Suspense>
    </details>
  );
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

function SampleTexts({ sample }: { sample: Sample }) {
  const { t } = useTranslation();
  if (sample.interaction !== '') {
    return <Text title={t('trial.conversation')} text={sample.interaction} />;
  }
  return (
    <>
      <Text title={t('trial.input')} text={sample.input} />
      <Text title={t('trial.expected')} text={sample.answer} />
    </>
  );
}

function Facts({ result }: { result: RunResult }) {
  const { t } = useTranslation();
  const { exit_code: exitCode, signal } = result;
  return (
    <div className={classes.facts}>
      <RunWordBadge word={result.word} />
      {result.word !== 'SKIPPED' && (
        <span>
          {formatTime(t, result.cpu_time_ms)} · {formatMemory(t, result.memory_kib)}
        </span>
      )}
      {exitCode !== null && exitCode !== 0 && (
        <span>{t('trial.exitCode', { code: exitCode })}</span>
      )}
      {signal !== null && <span>{t('trial.signal', { number: signal })}</span>}
      {result.message !== '' && <span className={classes.message}>{result.message}</span>}
      {result.team_message !== '' && <span className={classes.message}>{result.team_message}</span>}
    </div>
  );
}

interface TextProps {
  title: string;
  text: string;
  isCut?: boolean;
  testId?: string;
  /** In place of an empty text. */
  children?: ReactNode;
}

function Text({ title, text, isCut = false, testId, children }: TextProps) {
  const { t } = useTranslation();
  return (
    <figure className={classes.box}>
      <figcaption className={classes.caption}>
        {title}
        {isCut && <span>{t('trial.cut')}</span>}
      </figcaption>
      {/* Long lines scroll, and what scrolls must take focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.text} tabIndex={0} data-testid={testId}>
        {text === '' ? (
          <span className={classes.empty}>{children ?? t('solve.emptyText')}</span>
        ) : (
          text
        )}
      </pre>
    </figure>
  );
}

function Field(props: { title: string; text: string; onChange: (text: string) => void }) {
  const { title, text, onChange } = props;
  const id = useId();
  return (
    <div className={classes.box}>
      <label className={classes.caption} htmlFor={id}>
        {title}
      </label>
      <textarea
        id={id}
        className={classes.field}
        value={text}
        rows={4}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
