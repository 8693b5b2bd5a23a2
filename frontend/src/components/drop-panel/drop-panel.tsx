import { useClickOutside } from '@mantine/hooks';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

import classes from './drop-panel.module.css';

interface Props {
  /** What the button shows; `label` is its name. */
  face: ReactNode;
  label: string;
  className?: string | undefined;
  children: (close: () => void) => ReactNode;
}

/**
 * A button that shows a panel below it.
 *
 * Our own instead of Mantine's menu, whose positioning costs the first load a tenth of its budget.
 */
export function DropPanel({ face, label, className, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const panelId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  const frame = useClickOutside(close);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    close();
    button.current?.focus();
  };
  return (
    // The keys belong to what is inside: this only hears Escape pass by.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={frame} className={classes.frame} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={() => setOpen((current) => !current)}
      >
        {face}
      </button>
      <div id={panelId} className={classes.panel} hidden={!isOpen}>
        {isOpen && children(close)}
      </div>
    </div>
  );
}
