import { PasswordInput, TextInput } from '@/components/inputs';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { requestPasswordReset } from '@/features/accounts/api/request-password-reset';
import { resetPassword } from '@/features/accounts/api/reset-password';
import { AuthForm } from '@/features/accounts/components/auth-form';
import { ApiError } from '@/lib/api/errors';
import { fieldMessage } from '@/lib/error-message';

export function RequestResetForm({
  onSent,
  footer,
}: {
  onSent: (email: string) => void;
  footer: ReactNode;
}) {
  const { t } = useTranslation();
  const mutation = useMutation({
    mutationFn: requestPasswordReset,
    onSuccess: (_outcome, { email }) => onSent(email),
  });
  return (
    <AuthForm
      title={t('auth.resetTitle')}
      lead={t('auth.resetLead')}
      submitLabel={t('auth.submitReset')}
      isPending={mutation.isPending}
      error={mutation.error}
      fields={['email']}
      onSubmit={({ email = '' }) => mutation.mutate({ email: email.trim() })}
      footer={footer}
    >
      <TextInput
        name="email"
        type="email"
        label={t('auth.email')}
        autoComplete="email"
        required
        withAsterisk={false}
        error={fieldMessage(mutation.error, 'email')}
      />
    </AuthForm>
  );
}

interface NewPasswordProps {
  /** null where the person came by a link. */
  email: string | null;
  code?: string | undefined;
  onDone: () => void;
  footer: ReactNode;
}

export function NewPasswordForm({ email, code, onDone, footer }: NewPasswordProps) {
  const { t } = useTranslation();
  const mutation = useMutation({ mutationFn: resetPassword, onSuccess: onDone });
  const error =
    mutation.error instanceof ApiError && mutation.error.status === 409
      ? new ApiError({ status: 409, code: 'expired', message: t('auth.expired') })
      : mutation.error;
  return (
    <AuthForm
      title={t('auth.resetCodeTitle')}
      lead={email === null ? t('auth.resetCodeLeadPlain') : t('auth.resetCodeLead', { email })}
      submitLabel={t('auth.submitNewPassword')}
      isPending={mutation.isPending}
      error={error}
      fields={['key', 'password']}
      onSubmit={({ key = '', password = '' }) => mutation.mutate({ key: key.trim(), password })}
      footer={footer}
    >
      <TextInput
        name="key"
        label={t('auth.code')}
        defaultValue={code}
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        error={fieldMessage(error, 'key')}
      />
      <PasswordInput
        name="password"
        label={t('auth.newPassword')}
        description={t('auth.passwordHint')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
        error={fieldMessage(error, 'password')}
      />
    </AuthForm>
  );
}
