import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useSignOut } from '@/app/session';
import {
  CheckIcon,
  ChevronIcon,
  GlobeIcon,
  Leaf,
  MoonIcon,
  PersonIcon,
  ScreenIcon,
  SunIcon,
} from '@/components/icons';
import { changeMe } from '@/features/accounts/api/change-me';
import { meQuery } from '@/features/accounts/api/get-me';
import type { Me } from '@/lib/api/types';
import { changeLocale, currentLocale, type Locale } from '@/lib/i18n';

import classes from './header.module.css';

/** In place, so that the menu lies in the header's landmark, and without a placeholder in it. */
const menuProps = {
  position: 'bottom-end',
  shadow: 'md',
  withinPortal: false,
  withInitialFocusPlaceholder: false,
} as const;

export function Header({ me }: { me: Me | null }) {
  const { t } = useTranslation();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <span className={classes.leaf}>
          <Leaf size={20} />
        </span>
        {t('app.name')}
      </Link>
      <nav className={classes.nav} aria-label={t('app.mainNavigation')}>
        {me !== null && (
          <Link to="/" className={classes.link} activeOptions={{ exact: true }}>
            {t('nav.home')}
          </Link>
        )}
        <Link to="/problems" className={classes.link}>
          {t('nav.problems')}
        </Link>
        {me !== null && (
          <Link to="/submissions" className={classes.link}>
            {t('nav.submissions')}
          </Link>
        )}
      </nav>
      <div className={classes.tools}>
        <LanguageSwitch isSignedIn={me !== null} />
        <ThemeMenu />
        {me === null ? (
          <Link to="/login" className={classes.signIn}>
            {t('nav.signIn')}
          </Link>
        ) : (
          <AccountMenu me={me} />
        )}
      </div>
    </header>
  );
}

function LanguageSwitch({ isSignedIn }: { isSignedIn: boolean }) {
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
    <UnstyledButton
      className={classes.tool}
      lang={other}
      title={t('nav.switchLanguage')}
      onClick={() => void change()}
    >
      <GlobeIcon size={15} /> {other === 'ko' ? '한국어' : 'English'}
    </UnstyledButton>
  );
}

function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: 'light', label: t('nav.themeLight'), icon: <SunIcon /> },
    { value: 'dark', label: t('nav.themeDark'), icon: <MoonIcon /> },
    { value: 'auto', label: t('nav.themeAuto'), icon: <ScreenIcon /> },
  ] as const;
  const current = choices.find(({ value }) => value === colorScheme) ?? choices[2];
  return (
    <Menu {...menuProps} width={180}>
      <Menu.Target>
        <UnstyledButton className={classes.tool} aria-label={`${t('nav.theme')}: ${current.label}`}>
          {current.icon}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ value, label, icon }) => (
          <Menu.Item
            key={value}
            leftSection={icon}
            rightSection={value === colorScheme ? <CheckIcon size={13} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const isStaff = me.is_staff;
  return (
    <Menu {...menuProps} width={220}>
      <Menu.Target>
        <UnstyledButton
          className={classes.tool}
          aria-label={t('nav.account', { name: me.display_name || me.username })}
        >
          <PersonIcon />
          <span className={classes.name}>{me.display_name || me.username}</span>
          <ChevronIcon size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.username}
          <br />
          {me.email}
        </Menu.Label>
        {isStaff && (
          <Menu.Item component="a" href="/admin/">
            {t('nav.admin')}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => void signOut()}>{t('nav.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
