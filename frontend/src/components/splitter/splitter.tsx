import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';

import { readStored, writeStored } from '@/lib/storage';

import classes from './splitter.module.css';

const LEAST_PERCENT = 25;
const MOST_PERCENT = 70;
const FIRST_PERCENT = 44;
const KEY_STEP_PERCENT = 2;

function clamp(percent: number): number {
  return Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, percent));
}

interface Props {
  /** Under which the width is remembered on this device. */
  name: string;
  label: string;
  left: ReactNode;
  right: ReactNode;
}

/** Two panes with a bar between them, moved by pointer or arrow keys; stacked on a phone. */
export function Splitter({ name, label, left, right }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const [isDragging, setDragging] = useState(false);
  const [percent, setPercent] = useState(() => {
    const stored = Number.parseFloat(readStored(`split:${name}`) ?? '');
    return Number.isFinite(stored) ? clamp(stored) : FIRST_PERCENT;
  });

  useEffect(() => {
    container.current?.style.setProperty('--split', `${percent}%`);
    writeStored(`split:${name}`, percent.toFixed(1));
  }, [name, percent]);

  const follow = (event: PointerEvent<HTMLDivElement>) => {
    if (!isDragging || container.current === null) return;
    const { left: start, width } = container.current.getBoundingClientRect();
    setPercent(clamp(((event.clientX - start) / width) * 100));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowLeft: -KEY_STEP_PERCENT, ArrowRight: KEY_STEP_PERCENT }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setPercent((current) => clamp(current + step));
  };

  return (
    <div ref={container} className={classes.split}>
      <div className={classes.pane}>{left}</div>
      {/* The ARIA pattern of a window splitter: a separator that takes focus and keys. */}
      {/* eslint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={LEAST_PERCENT}
        aria-valuemax={MOST_PERCENT}
        tabIndex={0}
        className={classes.bar}
        data-dragging={isDragging || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
        }}
        onPointerMove={follow}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onDoubleClick={() => setPercent(FIRST_PERCENT)}
      />
      {/* eslint-enable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.pane}>{right}</div>
    </div>
  );
}
