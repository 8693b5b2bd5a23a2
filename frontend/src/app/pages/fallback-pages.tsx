import { Button } from '@/components/button/button';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '@/components/button/button-link';
import { Page } from '@/components/page/page';
import { Note } from '@/components/states/states';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('title.notFound')} heading={t('state.notFoundTitle')}>
      <Note
        title="404"
        text={t('state.notFoundText')}
        action={
          <ButtonLink to="/problems" size="sm">
            {t('state.notFoundAction')}
          </ButtonLink>
        }
      />
    </Page>
  );
}

export function CrashPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('state.crashTitle')}>
      <Note
        tone="error"
        title={t('state.errorTitle')}
        text={t('state.crashText')}
        action={
          <Button size="sm" onClick={() => window.location.reload()}>
            {t('state.retry')}
          </Button>
        }
      />
    </Page>
  );
}
