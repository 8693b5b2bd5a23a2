import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { PlugIcon } from '@/components/icons';
import { Note } from '@/components/states/states';
import { useHasNewVersion } from '@/lib/new-version';
import { useIsOnline } from '@/lib/use-is-online';

/** In the place of what could not be fetched: why, and what to do. What was written is kept. */
export function MissingPart() {
  const { t } = useTranslation();
  const isOnline = useIsOnline();
  const hasNewVersion = useHasNewVersion();
  return (
    <Note
      tone="error"
      icon={<PlugIcon />}
      title={hasNewVersion ? t('version.title') : t('version.missingTitle')}
      text={
        !isOnline
          ? t('version.offlineText')
          : hasNewVersion
            ? t('version.text')
            : t('version.missingText')
      }
      action={
        // Without a network the browser would put its own page in the place of this one.
        isOnline && (
          <Button size="sm" onClick={() => window.location.reload()}>
            {t('version.reload')}
          </Button>
        )
      }
    />
  );
}
