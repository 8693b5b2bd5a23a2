import { PasswordInput, TextInput } from '@/components/inputs';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { signUp } from '@/features/accounts/api/sign-up';
import { AuthForm } from '@/features/accounts/components/auth-form';
import type { AuthOutcome } from '@/lib/api/auth-client';
import { fieldMessage } from '@/lib/error-message';

interface Props {
  onOutcome: (outcome: AuthOutcome) => void;
  footer: ReactNode;
}

const FIELDS = ['username', 'display_name', 'email', 'password'] as const;

export function SignUpForm({ onOutcome, footer }: Props) {
  const { t } = useTranslation();
  const mutation = useMutation({ mutationFn: signUp, onSuccess: onOutcome });
  const errorOf = (field: (typeof FIELDS)[number]) => fieldMessage(mutation.error, field);
  return (
    <AuthForm
      title={t('auth.signUpTitle')}
      submitLabel={t('auth.submitSignUp')}
      isPending={mutation.isPending}
      error={mutation.error}
      fields={FIELDS}
      onSubmit={({ username = '', display_name = '', email = '', password = '' }) =>
        mutation.mutate({
          username: username.trim(),
          display_name: display_name.trim(),
          email: email.trim(),
          password,
        })
      }
      footer={footer}
    >
      <TextInput
        name="username"
        label={t('auth.username')}
        description={t('auth.usernameHint')}
        autoComplete="username"
        autoCapitalize="none"
        required
        withAsterisk={false}
        error={errorOf('username')}
      />
      <TextInput
        name="display_name"
        label={t('auth.displayName')}
        description={t('auth.displayNameHint')}
        autoComplete="name"
        error={errorOf('display_name')}
      />
      <TextInput
        name="email"
        type="email"
        label={t('auth.email')}
        description={t('auth.emailHint')}
        autoComplete="email"
        required
        withAsterisk={false}
        error={errorOf('email')}
      />
      <PasswordInput
        name="password"
        label={t('auth.password')}
        description={t('auth.passwordHint')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
        error={errorOf('password')}
      />
    </AuthForm>
  );
}
