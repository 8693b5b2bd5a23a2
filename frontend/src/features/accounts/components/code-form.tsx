import { TextInput } from '@/components/inputs';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { signInWithCode } from '@/features/accounts/api/sign-in-with-code';
import { AuthForm } from '@/features/accounts/components/auth-form';
import type { AuthOutcome } from '@/lib/api/auth-client';
import { fieldMessage } from '@/lib/error-message';

interface Props {
  onOutcome: (outcome: AuthOutcome) => void;
  footer: ReactNode;
}

/** The second step of signing in. */
export function CodeForm({ onOutcome, footer }: Props) {
  const { t } = useTranslation();
  const mutation = useMutation({ mutationFn: signInWithCode, onSuccess: onOutcome });
  return (
    <AuthForm
      title={t('auth.codeTitle')}
      lead={t('auth.codeLead')}
      submitLabel={t('auth.submitCode')}
      isPending={mutation.isPending}
      error={mutation.error}
      fields={['code']}
      onSubmit={({ code = '' }) => mutation.mutate({ code: code.trim() })}
      footer={footer}
    >
      <TextInput
        name="code"
        label={t('auth.code')}
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        data-autofocus
        error={fieldMessage(mutation.error, 'code')}
      />
    </AuthForm>
  );
}
