import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page/page';
import { TokenForm } from '@/features/accounts/components/token-form';
import { TokenTable } from '@/features/accounts/components/token-table';

import classes from './settings-page.module.css';

export function TokensPage() {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('settings.tokens')}>
        <p className={classes.lead}>{t('settings.tokensLead')}</p>
        <TokenTable />
      </Section>
      <Section title={t('settings.tokenNew')}>
        <TokenForm />
      </Section>
    </>
  );
}
