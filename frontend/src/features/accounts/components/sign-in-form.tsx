import { PasswordInput, TextInput } from '@/components/inputs';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { signIn } from '@/features/accounts/api/sign-in';
import { AuthForm } from '@/features/accounts/components/auth-form';
import type { AuthOutcome } from '@/lib/api/auth-client';
import { fieldMessage } from '@/lib/error-message';

interface Props {
  onOutcome: (outcome: AuthOutcome) => void;
  notice?: string | undefined;
  footer: ReactNode;
}

export function SignInForm({ onOutcome, notice, footer }: Props) {
  const { t } = useTranslation();
  const mutation = useMutation({ mutationFn: signIn, onSuccess: onOutcome });
  const { error } = mutation;
  return (
    <AuthForm
      title={t('auth.signInTitle')}
      lead={t('auth.signInLead')}
      submitLabel={t('auth.submitSignIn')}
      isPending={mutation.isPending}
      error={error}
      fields={['username', 'email', 'password']}
      notice={notice}
      onSubmit={({ login = '', password = '' }) =>
        mutation.mutate({ login: login.trim(), password })
      }
      footer={footer}
    >
      <TextInput
        name="login"
        label={t('auth.login')}
        autoComplete="username"
        autoCapitalize="none"
        required
        withAsterisk={false}
        error={fieldMessage(error, 'username') ?? fieldMessage(error, 'email')}
      />
      <PasswordInput
        name="password"
        label={t('auth.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
        error={fieldMessage(error, 'password')}
      />
    </AuthForm>
  );
}
