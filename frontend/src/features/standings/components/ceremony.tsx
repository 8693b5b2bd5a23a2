import type { TFunction } from 'i18next';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { revealNext, unfreeze, type RevealStep } from '@/features/standings/api/results';
import { sceneAt, sceneCount, type Scene } from '@/features/standings/ceremony';
import type { CeremonyMode } from '@/features/standings/components/ceremony-start';
import { StageRows } from '@/features/standings/components/stage-rows';
import type { Board } from '@/lib/api/types';
import { errorMessage } from '@/lib/error-message';

import classes from './ceremony.module.css';

const AUTO_MS = 1800;

interface Props {
  slug: string;
  title: string;
  hidden: Board;
  truth: Board;
  steps: readonly RevealStep[];
  mode: CeremonyMode;
  onLeave: () => void;
}

/** The stage: one key shows the frozen results one by one, from the bottom of the board up. */
export function Ceremony({ slug, title, hidden, truth, steps, mode, onLeave }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [presses, setPresses] = useState(0);
  const [isAuto, setAuto] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [isPublished, setPublished] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const scene = useMemo(
    () => sceneAt(hidden, truth, steps, presses),
    [hidden, truth, steps, presses],
  );
  const last = sceneCount(steps);
  const isAtEnd = presses >= last;

  const forward = async () => {
    if (isBusy || isAtEnd) return;
    setError(null);
    if (mode === 'public' && presses % 2 === 1) {
      setBusy(true);
      try {
        const expected = steps[Math.floor(presses / 2)];
        const revealed = await revealNext(slug);
        if (revealed?.entry !== expected?.entry || revealed?.problem !== expected?.problem) {
          throw new Error('somebody else reveals this contest too');
        }
      } catch (refusal) {
        setAuto(false);
        setError(refusal);
        return;
      } finally {
        setBusy(false);
      }
    }
    setPresses(presses + 1);
  };
  const back = () => {
    // What is public can't be taken back, only the pointing at what is next.
    if (mode === 'screen' || presses % 2 === 1) setPresses(Math.max(0, presses - 1));
  };
  const publish = async () => {
    setBusy(true);
    setError(null);
    try {
      await unfreeze(slug);
      setPublished(true);
      await client.invalidateQueries({ queryKey: ['contests'] });
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isAsked || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnButton = event.target instanceof HTMLButtonElement;
    const act = {
      ArrowRight: () => void forward(),
      PageDown: () => void forward(),
      ' ': isOnButton ? undefined : () => void forward(),
      Enter: isOnButton ? undefined : () => void forward(),
      ArrowLeft: back,
      PageUp: back,
      a: () => setAuto(!isAuto),
      f: toggleFullscreen,
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  const step = useEffectEvent(() => void forward());
  useEffect(() => {
    if (!isAuto || isAtEnd) return undefined;
    const timer = setInterval(() => step(), AUTO_MS);
    return () => clearInterval(timer);
  }, [isAuto, isAtEnd]);

  return (
    <div
      className={classes.stage}
      tabIndex={-1}
      data-stage
      data-testid="ceremony"
      data-presses={presses}
    >
      <header className={classes.head}>
        <h1>{title}</h1>
        <span className={classes.progress}>
          {t('standings.revealed', { done: Math.floor(presses / 2), all: steps.length })}
        </span>
      </header>
      <VisuallyHidden role="status">{said(t, scene, hidden)}</VisuallyHidden>
      <StageRows board={hidden} scene={scene} isAtEnd={isAtEnd} />
      <footer className={classes.foot}>
        {error !== null && (
          <p className={classes.error} role="alert">
            {error instanceof Error && error.message.startsWith('somebody')
              ? t('standings.outOfStep')
              : errorMessage(t, error)}
          </p>
        )}
        {isAtEnd && <p className={classes.done}>{t('standings.allRevealed')}</p>}
        <Button size="sm" variant="default" onClick={back} disabled={presses === 0}>
          {t('standings.back')}
        </Button>
        {!isAtEnd && (
          <>
            <Button
              size="sm"
              variant="default"
              aria-pressed={isAuto}
              onClick={() => setAuto(!isAuto)}
            >
              {t(isAuto ? 'standings.pause' : 'standings.auto')}
            </Button>
            <Button size="sm" loading={isBusy} onClick={() => void forward()}>
              {t(presses % 2 === 0 ? 'standings.pointNext' : 'standings.showResult')}
            </Button>
          </>
        )}
        {isAtEnd && mode === 'screen' && !isPublished && (
          <Button size="sm" loading={isBusy} onClick={() => setAsked(true)}>
            {t('standings.publish')}
          </Button>
        )}
        {isPublished && <span role="status">{t('standings.published')}</span>}
        <Button size="sm" variant="subtle" onClick={onLeave}>
          {t('standings.leave')}
        </Button>
      </footer>
      {isAsked && (
        <ConfirmDialog
          title={t('standings.publishTitle')}
          text={t('standings.publishText')}
          confirmLabel={t('standings.publish')}
          cancelLabel={t('contests.notNow')}
          onConfirm={() => void publish()}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}

function toggleFullscreen(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => undefined);
}

/** What the stage shows, for ears. */
function said(t: TFunction, scene: Scene, board: Board): string {
  const row = scene.rows.find(({ entry }) => entry.id === scene.entry);
  const problem = board.problems.find(({ ordinal }) => ordinal === scene.problem);
  if (row === undefined || problem === undefined) return '';
  const words = { name: row.entry.name, label: problem.label };
  if (!scene.isShown) return t('standings.sayNext', words);
  const isSolved = row.cells[problem.ordinal]?.is_solved === true;
  const places = { from: scene.from ?? 0, to: scene.to ?? 0 };
  if (!isSolved) return t('standings.sayNotSolved', { ...words, ...places });
  return t('standings.saySolved', { ...words, ...places });
}
