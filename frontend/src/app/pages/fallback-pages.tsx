import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ButtonLink } from '@/components/button/button-link';
import { MissingPart } from '@/components/lazy-part/missing-part';
import { Page } from '@/components/page/page';
import { Note } from '@/components/states/states';
import { MissingPartError } from '@/lib/new-version';

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

export function CrashPage({ error }: Pick<ErrorComponentProps, 'error'>) {
  const { t } = useTranslation();
  if (error instanceof MissingPartError) {
    return (
      <Page title={t('state.errorTitle')}>
        <MissingPart />
      </Page>
    );
  }
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
