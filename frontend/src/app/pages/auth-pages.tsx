import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useEnter } from '@/app/session';
import { useDocumentTitle } from '@/components/page/page';
import { CodeForm } from '@/features/accounts/components/code-form';
import {
  NewPasswordForm,
  RequestResetForm,
} from '@/features/accounts/components/reset-password-forms';
import { SignInForm } from '@/features/accounts/components/sign-in-form';
import { SignUpForm } from '@/features/accounts/components/sign-up-form';
import { VerifyEmailForm } from '@/features/accounts/components/verify-email-form';
import type { AuthOutcome } from '@/lib/api/auth-client';

export function LoginPage() {
  const { t } = useTranslation();
  const { next, reset, ended } = useSearch({ from: '/login' });
  const [isCodeAsked, setCodeAsked] = useState(false);
  const onOutcome = useOutcome(next, () => setCodeAsked(true));
  useDocumentTitle(t('title.signIn'));

  if (isCodeAsked) {
    return <CodeForm onOutcome={onOutcome} footer={<a href="/login">{t('auth.startOver')}</a>} />;
  }
  const notice = reset ? t('auth.resetDone') : ended ? t('auth.signInAgain') : undefined;
  return (
    <SignInForm
      onOutcome={onOutcome}
      notice={notice}
      footer={
        <>
          <Link to="/reset-password">{t('auth.forgotPassword')}</Link>
          <span>
            {t('auth.noAccount')} <Link to="/signup">{t('auth.createOne')}</Link>
          </span>
        </>
      }
    />
  );
}

export function SignUpPage() {
  const { t } = useTranslation();
  const onOutcome = useOutcome(undefined);
  useDocumentTitle(t('title.signUp'));
  return (
    <SignUpForm
      onOutcome={onOutcome}
      footer={
        <span>
          {t('auth.haveAccount')} <Link to="/login">{t('nav.signIn')}</Link>
        </span>
      }
    />
  );
}

export function VerifyEmailPage() {
  const { t } = useTranslation();
  const { key } = useSearch({ from: '/verify-email' });
  const onOutcome = useOutcome(undefined);
  useDocumentTitle(t('title.verifyEmail'));
  return <VerifyEmailForm code={key} onOutcome={onOutcome} footer={<BackToLogin />} />;
}

export function ResetPasswordPage() {
  const { t } = useTranslation();
  const { key } = useSearch({ from: '/reset-password' });
  const navigate = useNavigate();
  const [email, setEmail] = useState<string | null>(null);
  useDocumentTitle(t('title.resetPassword'));
  if (email === null && key === undefined) {
    return <RequestResetForm onSent={setEmail} footer={<BackToLogin />} />;
  }
  return (
    <NewPasswordForm
      email={email}
      code={key}
      onDone={() => void navigate({ to: '/login', search: { reset: true } })}
      footer={<BackToLogin />}
    />
  );
}

function BackToLogin() {
  const { t } = useTranslation();
  return <Link to="/login">{t('auth.backToSignIn')}</Link>;
}

/** Go on with whatever step the server names. */
function useOutcome(next: string | undefined, onCodeAsked?: () => void) {
  const enter = useEnter(next);
  const navigate = useNavigate();
  return (outcome: AuthOutcome) => {
    if (outcome.status === 'signed-in') void enter();
    else if (outcome.status === 'signed-out') void navigate({ to: '/login' });
    else if (outcome.flow === 'mfa_authenticate') onCodeAsked?.();
    else if (outcome.flow === 'verify_email') void navigate({ to: '/verify-email' });
    else void navigate({ to: '/reset-password' });
  };
}
