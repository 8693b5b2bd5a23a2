import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { PasswordInput } from '@/components/inputs';
import { confirmPassword } from '@/features/accounts/api/password';
import { errorMessage } from '@/lib/error-message';

import classes from './settings.module.css';

interface Props {
  onConfirmed: () => void;
  onClose: () => void;
}

export function PasswordDialog({ onConfirmed, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const confirm = useMutation({ mutationFn: confirmPassword, onSuccess: onConfirmed });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password');
    confirm.mutate({ password: typeof password === 'string' ? password : '' });
  };
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <h2 id={titleId}>{t('settings.confirmTitle')}</h2>
        <p>{t('settings.confirmText')}</p>
        <PasswordInput
          name="password"
          label={t('settings.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword') }}
          error={confirm.error === null ? undefined : errorMessage(t, confirm.error)}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={confirm.isPending}>
            {t('settings.confirm')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('settings.cancel')}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
