import type { TFunction } from 'i18next';
import { Tooltip } from '@/components/tooltip';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { DotIcon, HalfIcon, markIcons } from '@/components/icons';
import type { Run } from '@/lib/api/types';
import { verdictMarks } from '@/lib/design/tokens';
import { formatMemory, formatTime } from '@/lib/format';

import classes from './run-strip.module.css';

interface Props {
  runs: readonly Run[];
  /** null until the judge knows the package: then only the judged ones are shown. */
  testCaseCount: number | null;
  /** Whether the first cell without a result is being judged now. */
  isRunning: boolean;
  /** Whether cells without a result will never get one. */
  isDone?: boolean;
}

/** One cell for each test case, filled in as results arrive. */
export function RunStrip({ runs, testCaseCount, isRunning, isDone = false }: Props) {
  const { t } = useTranslation();
  const cells = useRef<(HTMLButtonElement | null)[]>([]);
  const [shown, setShown] = useState<HTMLButtonElement | null>(null);
  const [focusable, setFocusable] = useState(0);
  const byOrdinal = new Map(runs.map((run) => [run.ordinal, run]));
  const count = Math.max(testCaseCount ?? 0, ...byOrdinal.keys(), 0);
  const firstWaiting = Array.from({ length: count }, (_, i) => i + 1).find(
    (ordinal) => !byOrdinal.has(ordinal),
  );
  if (count === 0) return null;

  const moveFocus = (event: KeyboardEvent<HTMLButtonElement>, index: number) => {
    const target = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: count - 1 }[
      event.key
    ];
    if (target === undefined || target < 0 || target >= count) return;
    event.preventDefault();
    setFocusable(target);
    cells.current[target]?.focus();
  };

  return (
    <>
      <ol
        className={classes.strip}
        aria-label={t('judging.strip')}
        data-testid="run-strip"
        data-size={count > 60 ? 'small' : 'usual'}
      >
        {Array.from({ length: count }, (_, index) => {
          const run = byOrdinal.get(index + 1);
          const isActive = isRunning && index + 1 === firstWaiting;
          const label = cellLabel(t, index + 1, run, isActive, isDone);
          return (
            <li key={index}>
              <button
                ref={(element) => {
                  cells.current[index] = element;
                }}
                type="button"
                className={classes.cell}
                data-testid="run-cell"
                data-verdict={run?.verdict ?? ''}
                data-state={run ? 'done' : isActive ? 'running' : isDone ? 'skipped' : 'waiting'}
                aria-label={label}
                tabIndex={index === Math.min(focusable, count - 1) ? 0 : -1}
                onKeyDown={(event) => moveFocus(event, index)}
                onFocus={(event) => {
                  setFocusable(index);
                  setShown(event.currentTarget);
                }}
                onBlur={() => setShown(null)}
                onPointerEnter={(event) => setShown(event.currentTarget)}
                onPointerLeave={() => setShown(null)}
              >
                <CellMark run={run} isActive={isActive} />
              </button>
            </li>
          );
        })}
      </ol>
      {shown !== null && (
        <Tooltip
          key={shown.getAttribute('aria-label')}
          target={shown}
          opened
          label={shown.getAttribute('aria-label')}
          withArrow
          // In place, so that it belongs to the result; fixed, so that its pane doesn't cut it.
          withinPortal={false}
          floatingStrategy="fixed"
        />
      )}
    </>
  );
}

function CellMark({ run, isActive }: { run: Run | undefined; isActive: boolean }) {
  if (run !== undefined) {
    const Mark = markIcons[verdictMarks[run.verdict].icon];
    return <Mark size={14} />;
  }
  return isActive ? <HalfIcon size={13} /> : <DotIcon size={14} />;
}

function cellLabel(
  t: TFunction,
  ordinal: number,
  run: Run | undefined,
  isActive: boolean,
  isDone: boolean,
): string {
  if (run === undefined) {
    const name = t('judging.testName', { number: ordinal });
    if (isDone) return t('judging.cellSkipped', { name });
    return isActive ? t('judging.cellRunning', { name }) : t('judging.cellWaiting', { name });
  }
  return t('judging.cellDone', {
    name: runName(t, run),
    verdict: t(`verdict.${run.verdict}`),
    time: formatTime(t, run.cpu_time_ms),
    memory: formatMemory(t, run.memory_kib),
  });
}

/** A sample's own name; secret test cases have a number only. */
export function runName(t: TFunction, run: Run): string {
  return run.is_sample ? run.name : t('judging.testName', { number: run.ordinal });
}
