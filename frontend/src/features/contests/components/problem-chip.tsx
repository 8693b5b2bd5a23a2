import classes from './problem-chip.module.css';

/** A problem's letter with its balloon's colour; the letter is what tells it apart. */
export function ProblemChip({ label, colour }: { label: string; colour: string }) {
  return (
    <span className={classes.chip}>
      {colour !== '' && (
        <svg className={classes.balloon} viewBox="0 0 10 14" aria-hidden="true" focusable="false">
          <path
            d="M5 .8C2.6.8.9 2.5.9 4.9c0 2.3 2 4.5 4.1 5.2 2.1-.7 4.1-2.9 4.1-5.2C9.1 2.5 7.4.8 5 .8Z"
            fill={colour}
          />
          <path d="M5 10.1v3.1" fill="none" stroke="currentColor" strokeWidth=".8" />
        </svg>
      )}
      {label}
    </span>
  );
}
