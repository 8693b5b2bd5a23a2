import { useTranslation } from 'react-i18next';

import { ResetIcon } from '@/components/icons';
import { useHasNewVersion } from '@/lib/new-version';

import classes from './connection-bar.module.css';

/** Says that the site was deployed anew and this page can't show all of itself any more. */
export function VersionBar() {
  const { t } = useTranslation();
  if (!useHasNewVersion()) return null;
  return (
    <aside className={classes.bar} aria-label={t('version.title')} data-testid="version-bar">
      <ResetIcon size={15} />
      <span role="status">{t('version.title')}</span>
      <span className={classes.detail}>{t('version.text')}</span>
      <button type="button" className={classes.retry} onClick={() => window.location.reload()}>
        {t('version.reload')}
      </button>
    </aside>
  );
}
