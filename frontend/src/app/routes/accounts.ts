import { createRoute } from '@tanstack/react-router';

import { lightPage, page } from '@/app/routes/page';
import { personal, root } from '@/app/routes/root';
import { text, type Search } from '@/app/routes/search';

const authPages = () => import('@/app/pages/auth-pages');

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (
    search: Search,
  ): { next?: string | undefined; reset?: true | undefined; ended?: true | undefined } => ({
    next: text(search.next),
    reset: search.reset === true ? true : undefined,
    ended: search.ended === true ? true : undefined,
  }),
  component: page(['auth'], authPages, 'LoginPage'),
});

const signup = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  component: page(['auth'], authPages, 'SignUpPage'),
});

const key = (search: Search): { key?: string | undefined } => ({ key: text(search.key) });

const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  validateSearch: key,
  component: page(['auth'], authPages, 'VerifyEmailPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: key,
  component: page(['auth'], authPages, 'ResetPasswordPage'),
});

export const visitorAccountRoutes = [login, signup, verifyEmail, resetPassword] as const;

const notifications = createRoute({
  getParentRoute: () => personal,
  path: '/notifications',
  validateSearch: (search: Search): { unread?: true | undefined } => ({
    unread: search.unread === true ? true : undefined,
  }),
  component: lightPage(
    ['notifications'],
    () => import('@/app/pages/notifications-page'),
    'NotificationsPage',
  ),
});

const settings = createRoute({
  getParentRoute: () => personal,
  path: '/settings',
  component: lightPage(
    ['settings'],
    () => import('@/app/pages/settings/settings-frame'),
    'SettingsFrame',
  ),
});

const profile = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: page(['settings'], () => import('@/app/pages/settings/profile-page'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => settings,
  path: '/security',
  component: page(['settings'], () => import('@/app/pages/settings/security-page'), 'SecurityPage'),
});

const tokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: page(['settings'], () => import('@/app/pages/settings/tokens-page'), 'TokensPage'),
});

const notificationSettings = createRoute({
  getParentRoute: () => settings,
  path: '/notifications',
  component: page(
    ['notifications', 'settings'],
    () => import('@/app/pages/settings/notification-settings-page'),
    'NotificationSettingsPage',
  ),
});

export const ownAccountRoutes = [
  notifications,
  settings.addChildren([profile, security, tokens, notificationSettings]),
] as const;
