import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { DiffView } from '@/components/diff/diff-view';

import classes from './statement-conflict.module.css';

interface Props {
  mine: string;
  theirs: string;
  onMine: () => void;
  onTheirs: () => void;
  onMerge: () => void;
  onClose: () => void;
}

/** Somebody else saved the same text meanwhile: both, what differs, and what can be done. */
export function StatementConflict({ mine, theirs, onMine, onTheirs, onMerge, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
    >
      <h2 id={`${id}-title`} className={classes.title}>
        {t('managedProblems.conflict.title')}
      </h2>
      <p id={`${id}-text`} className={classes.text}>
        {t('managedProblems.conflict.text')}
      </p>
      <DiffView
        left={theirs}
        right={mine}
        leftTitle={t('managedProblems.conflict.theirs')}
        rightTitle={t('managedProblems.conflict.mine')}
      />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('managedProblems.conflict.later')}
        </Button>
        <Button variant="default" onClick={onTheirs}>
          {t('managedProblems.conflict.takeTheirs')}
        </Button>
        <Button variant="default" onClick={onMine}>
          {t('managedProblems.conflict.keepMine')}
        </Button>
        <Button onClick={onMerge}>{t('managedProblems.conflict.merge')}</Button>
      </div>
    </dialog>
  );
}
