import { Button } from '@/components/button/button';
import { TextInput } from '@/components/inputs';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { resendEmailCode } from '@/features/accounts/api/resend-email-code';
import { verifyEmail } from '@/features/accounts/api/verify-email';
import { AuthForm } from '@/features/accounts/components/auth-form';
import type { AuthOutcome } from '@/lib/api/auth-client';
import { ApiError } from '@/lib/api/errors';
import { fieldMessage } from '@/lib/error-message';

interface Props {
  /** From a link in the e-mail, where it was one. */
  code?: string | undefined;
  onOutcome: (outcome: AuthOutcome) => void;
  footer: ReactNode;
}

export function VerifyEmailForm({ code, onOutcome, footer }: Props) {
  const { t } = useTranslation();
  const verify = useMutation({ mutationFn: verifyEmail, onSuccess: onOutcome });
  const resend = useMutation({ mutationFn: resendEmailCode });
  const error = withWords(verify.error ?? resend.error, t('auth.verifyNothing'));
  return (
    <AuthForm
      title={t('auth.verifyTitle')}
      lead={t('auth.verifyLead')}
      submitLabel={t('auth.submitVerify')}
      isPending={verify.isPending}
      error={error}
      fields={['key']}
      notice={resend.isSuccess ? t('auth.resent') : undefined}
      onSubmit={({ key = '' }) => {
        resend.reset();
        verify.mutate({ key: key.trim() });
      }}
      footer={
        <>
          <span>
            <Button
              variant="default"
              size="xs"
              loading={resend.isPending}
              onClick={() => {
                verify.reset();
                resend.mutate();
              }}
            >
              {t('auth.resend')}
            </Button>
          </span>
          {footer}
        </>
      }
    >
      <TextInput
        name="key"
        label={t('auth.code')}
        defaultValue={code}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        required
        withAsterisk={false}
        error={fieldMessage(error, 'key')}
      />
    </AuthForm>
  );
}

/** allauth says "409" without a word where nothing waits for this step. */
function withWords(error: unknown, message: string): unknown {
  if (!(error instanceof ApiError) || error.status !== 409 || error.message !== '') return error;
  return new ApiError({ status: 409, code: error.code, message });
}
