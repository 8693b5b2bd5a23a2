import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page } from '@/components/page/page';
import { tabLink, TabNav } from '@/components/tab-nav/tab-nav';

/** What all settings stand in. */
export function SettingsFrame() {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.settings')}>
      <TabNav label={t('nav.settings')}>
        <Link to="/settings" activeOptions={EXACT} className={tabLink}>
          {t('settings.profile')}
        </Link>
        <Link to="/settings/security" className={tabLink}>
          {t('settings.security')}
        </Link>
        <Link to="/settings/tokens" className={tabLink}>
          {t('settings.tokens')}
        </Link>
        <Link to="/settings/notifications" className={tabLink}>
          {t('settings.notifications')}
        </Link>
      </TabNav>
      <Outlet />
    </Page>
  );
}

const EXACT = { exact: true } as const;
