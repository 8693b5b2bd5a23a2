import type { SyntheticEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { PasswordInput } from '@/components/inputs';
import { changePassword } from '@/features/accounts/api/password';
import { errorMessage, fieldMessage } from '@/lib/error-message';

import classes from './settings.module.css';

export function PasswordForm() {
  const { t } = useTranslation();
  const change = useMutation({ mutationFn: changePassword });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const read = (name: string) => {
      const value = values.get(name);
      return typeof value === 'string' ? value : '';
    };
    change.mutate(
      { current_password: read('current_password'), new_password: read('new_password') },
      { onSuccess: () => form.reset() },
    );
  };
  const { error } = change;
  const inFields = fieldMessage(error, 'current_password') ?? fieldMessage(error, 'new_password');
  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordInput
        name="current_password"
        label={t('settings.currentPassword')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword') }}
        error={fieldMessage(error, 'current_password')}
      />
      <PasswordInput
        name="new_password"
        label={t('settings.newPassword')}
        description={t('settings.newPasswordHint')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword') }}
        error={fieldMessage(error, 'new_password')}
      />
      <div className={classes.actions}>
        <Button type="submit" size="sm" variant="default" loading={change.isPending}>
          {t('settings.changePassword')}
        </Button>
        <span role="status">{change.isSuccess && t('settings.passwordChanged')}</span>
      </div>
      {error !== null && inFields === undefined && (
        <p className={classes.wrong} role="alert">
          {errorMessage(t, error)}
        </p>
      )}
    </form>
  );
}
