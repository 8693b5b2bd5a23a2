import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/app/session';
import { Section } from '@/components/page/page';
import { LoadingRows } from '@/components/states/states';
import { changeMe } from '@/features/accounts/api/change-me';
import { meQuery } from '@/features/accounts/api/get-me';
import { EmailForm } from '@/features/accounts/components/email-form';
import { ProfileForm } from '@/features/accounts/components/profile-form';
import { chooseColorScheme, COLOR_SCHEMES, useChosenColorScheme } from '@/lib/color-scheme';
import { changeLocale, currentLocale, LOCALES } from '@/lib/i18n';

import classes from './settings-page.module.css';

export function ProfilePage() {
  const { t } = useTranslation();
  const me = useMe();
  if (!me) return <LoadingRows rows={4} />;
  return (
    <>
      <Section title={t('settings.profile')}>
        <ProfileForm me={me} />
      </Section>
      <Section title={t('settings.look')}>
        <Look />
      </Section>
      <Section title={t('settings.emails')}>
        <EmailForm />
      </Section>
    </>
  );
}

/** Language and theme: they hold at once, on this device; the language in the account too. */
function Look() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const scheme = useChosenColorScheme();
  const themes = {
    light: t('nav.themeLight'),
    dark: t('nav.themeDark'),
    auto: t('nav.themeAuto'),
  };
  const choose = async (value: string) => {
    const locale = LOCALES.find((one) => one === value) ?? 'ko';
    await changeLocale(locale);
    const me = await changeMe({ language: locale }).catch(() => undefined);
    if (me !== undefined) client.setQueryData(meQuery.queryKey, me);
    await client.invalidateQueries({ queryKey: ['problems'] });
  };
  return (
    <div className={classes.look}>
      <label>
        {t('settings.language')}
        <select value={currentLocale()} onChange={({ target }) => void choose(target.value)}>
          <option value="ko">한국어</option>
          <option value="en">English</option>
        </select>
      </label>
      <label>
        {t('nav.theme')}
        <select
          value={scheme}
          onChange={({ target: { value } }) =>
            chooseColorScheme(COLOR_SCHEMES.find((one) => one === value) ?? 'auto')
          }
        >
          {COLOR_SCHEMES.map((one) => (
            <option key={one} value={one}>
              {themes[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
