import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { CopyButton } from '@/components/copy-button/copy-button';
import { DiffView } from '@/components/diff/diff-view';

import classes from './conflict-dialog.module.css';

interface Props {
  mine: string;
  theirs: string;
  onMine: () => void;
  onTheirs: () => void;
}

/** The same draft was changed in two places: both texts, what differs, and the choice. */
export default function ConflictDialog({ mine, theirs, onMine, onTheirs }: Props) {
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
      // It can't be left without a choice: one of the texts would be lost unseen.
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id={`${id}-title`} className={classes.title}>
        {t('conflict.title')}
      </h2>
      <p id={`${id}-text`} className={classes.text}>
        {t('conflict.text')}
      </p>
      <DiffView
        left={theirs}
        right={mine}
        leftTitle={t('conflict.theirs')}
        rightTitle={t('conflict.mine')}
        testId="draft-conflict"
      />
      <div className={classes.actions}>
        <span className={classes.copies}>
          {t('conflict.copy')}
          <CopyButton text={theirs} label={t('conflict.copyTheirs')} />
          <CopyButton text={mine} label={t('conflict.copyMine')} />
        </span>
        <Button variant="default" onClick={onTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button onClick={onMine}>{t('conflict.keepMine')}</Button>
      </div>
    </dialog>
  );
}
