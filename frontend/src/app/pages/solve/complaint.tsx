import { AlertIcon } from '@/components/icons';

import classes from './workbench.module.css';

/** What is wrong, said where it is seen. */
export function Complaint({ text }: { text: string }) {
  return (
    <p className={classes.error} role="alert">
      <AlertIcon size={14} /> {text}
    </p>
  );
}
