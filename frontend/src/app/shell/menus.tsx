import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useSignOut } from '@/app/session';
import { profileLinks } from '@/app/shell/nav-links';
import { DropPanel } from '@/components/drop-panel/drop-panel';
import {
  CheckIcon,
  ChevronIcon,
  GlobeIcon,
  MoonIcon,
  PersonIcon,
  ScreenIcon,
  SunIcon,
} from '@/components/icons';
import { changeMe } from '@/features/accounts/api/change-me';
import { meQuery } from '@/features/accounts/api/get-me';
import type { Me } from '@/lib/api/types';
import { chooseColorScheme, useChosenColorScheme } from '@/lib/color-scheme';
import { changeLocale, currentLocale, type Locale } from '@/lib/i18n';

import classes from './header.module.css';

export function LanguageSwitch({ isSignedIn }: { isSignedIn: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const other: Locale = currentLocale() === 'ko' ? 'en' : 'ko';
  const change = async () => {
    await changeLocale(other);
    // The choice holds on this device even where the account can't take it just now.
    if (isSignedIn) {
      await changeMe({ language: other }).then(
        (me) => client.setQueryData(meQuery.queryKey, me),
        () => undefined,
      );
    }
    await client.invalidateQueries({ queryKey: ['problems'] });
  };
  return (
    <button
      type="button"
      className={classes.tool}
      lang={other}
      title={t('nav.switchLanguage')}
      onClick={() => void change()}
    >
      <GlobeIcon size={15} />
      <span className={classes.wide}>{other === 'ko' ? '한국어' : 'English'}</span>
      <span className={classes.narrow}>{other === 'ko' ? '한' : 'EN'}</span>
    </button>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const chosen = useChosenColorScheme();
  const choices = [
    { value: 'light', label: t('nav.themeLight'), icon: <SunIcon /> },
    { value: 'dark', label: t('nav.themeDark'), icon: <MoonIcon /> },
    { value: 'auto', label: t('nav.themeAuto'), icon: <ScreenIcon /> },
  ] as const;
  const current = choices.find(({ value }) => value === chosen) ?? choices[2];
  return (
    <DropPanel
      className={classes.tool}
      label={`${t('nav.theme')}: ${current.label}`}
      face={current.icon}
    >
      {(close) =>
        choices.map(({ value, label, icon }) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === chosen}
            onClick={() => {
              chooseColorScheme(value);
              close();
            }}
          >
            {icon} {label} <span>{value === chosen && <CheckIcon size={13} />}</span>
          </button>
        ))
      }
    </DropPanel>
  );
}

export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const name = me.display_name || me.username;
  return (
    <DropPanel
      className={classes.tool}
      label={t('nav.account', { name })}
      face={
        <>
          <PersonIcon />
          <span className={classes.name}>{name}</span>
          <ChevronIcon size={12} />
        </>
      }
    >
      {(close) => (
        <>
          <p>
            {me.username}
            <br />
            {me.email}
          </p>
          {profileLinks.map(({ to, label }) => (
            <Link key={to} to={to} onClick={close}>
              {t(label)}
            </Link>
          ))}
          {me.is_staff && <a href="/admin/">{t('nav.admin')}</a>}
          <button type="button" onClick={() => void signOut()}>
            {t('nav.signOut')}
          </button>
        </>
      )}
    </DropPanel>
  );
}
