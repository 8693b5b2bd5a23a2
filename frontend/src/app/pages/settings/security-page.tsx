import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page/page';
import { PasswordForm } from '@/features/accounts/components/password-form';
import { SecondFactor } from '@/features/accounts/components/second-factor';
import { SessionTable } from '@/features/accounts/components/session-table';

export function SecurityPage() {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('settings.secondFactor')}>
        <SecondFactor />
      </Section>
      <Section title={t('settings.sessions')}>
        <SessionTable />
      </Section>
      <Section title={t('settings.password')}>
        <PasswordForm />
      </Section>
    </>
  );
}
