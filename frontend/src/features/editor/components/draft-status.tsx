import { useTranslation } from 'react-i18next';

import { AlertIcon, SaveIcon } from '@/components/icons';
import type { DraftStatus as Status } from '@/features/editor/use-draft';

import classes from './draft-status.module.css';

/** Whether the code is safe, and where. */
export function DraftStatus({ status }: { status: Status }) {
  const { t } = useTranslation();
  const text = {
    template: t('solve.template'),
    saving: t('solve.saving'),
    saved: t('solve.saved'),
    refused: t('solve.unsaved'),
  }[status];
  return (
    <span className={classes.status} data-status={status} data-testid="draft-status">
      {status === 'refused' ? <AlertIcon size={13} /> : <SaveIcon size={13} />}
      {text}
    </span>
  );
}
