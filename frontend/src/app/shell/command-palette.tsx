import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { navLinksOf, profileLinks } from '@/app/shell/nav-links';
import { useMe } from '@/app/session';
import { ArrowIcon, SearchIcon } from '@/components/icons';
import { problemsQuery } from '@/features/problems/api/get-problems';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from './command-palette.module.css';

interface Choice {
  key: string;
  label: string;
  kind: string;
  href: string;
}

const TYPING_PAUSE_MS = 150;
const MOST_FOUND = 8;

/** Go anywhere by typing a part of its name. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const choices = useChoices(typed.trim());
  const active = choices[Math.min(chosen, choices.length - 1)];

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const go = (choice: Choice) => {
    onClose();
    router.history.push(choice.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setChosen(
        (now) => (Math.min(now, choices.length - 1) + step + choices.length) % choices.length,
      );
    } else if (event.key === 'Enter' && active !== undefined) {
      event.preventDefault();
      go(active);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label={t('palette.title')}
      onClose={onClose}
    >
      <div className={classes.field}>
        <SearchIcon size={16} />
        <input
          className={classes.input}
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active && `${id}-${active.key}`}
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('palette.title')}
        className={classes.list}
      >
        {choices.map((choice) => (
          // Keys are the input's, which keeps the focus, as the combobox pattern has it.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={choice.key}
            id={`${id}-${choice.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={choice === active}
            className={classes.choice}
            onClick={() => go(choice)}
          >
            <span className={classes.label}>{choice.label}</span>
            <span className={classes.kind}>{choice.kind}</span>
            <ArrowIcon size={14} />
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className={classes.none}>{t('palette.none')}</p>}
    </dialog>
  );
}

function useChoices(typed: string): Choice[] {
  const { t } = useTranslation();
  const router = useRouter();
  const me = useMe();
  const search = useDebouncedValue(typed, TYPING_PAUSE_MS);
  const found = useInfiniteQuery({ ...problemsQuery({ search }), enabled: search !== '' });
  const links = [...navLinksOf(me ?? null), ...(me === null ? [] : profileLinks)];

  const pages = links.map(({ to, label }) => ({
    key: `page${to.replaceAll('/', '-')}`,
    label: t(label),
    kind: t('palette.page'),
    href: router.buildLocation({ to }).href,
  }));
  const problems = (search === '' ? [] : (found.data?.pages[0]?.items ?? []))
    .slice(0, MOST_FOUND)
    .map(({ slug, title }) => ({
      key: `problem-${slug}`,
      label: title,
      kind: t('palette.problem'),
      href: `/problems/${slug}`,
    }));
  const words = typed.toLowerCase();
  return [...problems, ...pages.filter(({ label }) => label.toLowerCase().includes(words))];
}
