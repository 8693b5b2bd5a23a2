import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  isFiltered,
  MOST_TAGS,
  tagsOf,
  type ProblemSearchParams,
} from '@/app/pages/problems/problem-search';
import { useDebouncedHere } from '@/app/use-debounced-here';
import { Button } from '@/components/button/button';
import { CloseIcon, StarFullIcon, StarIcon } from '@/components/icons';
import { SearchField } from '@/components/search-field/search-field';
import { tagsQuery } from '@/features/problems/api/get-tags';
import { LEVELS, PROBLEM_ORDERS, SOLVED_STATES } from '@/features/problems/filter';

import classes from './problem-filters.module.css';

const TYPING_PAUSE_MS = 200;

function useChange() {
  const navigate = useNavigate();
  return (part: Partial<ProblemSearchParams>) =>
    void navigate({
      to: '/problems',
      search: (before: ProblemSearchParams) => ({ ...before, ...part }),
      replace: true,
    });
}

export function ProblemSearch() {
  const { t } = useTranslation();
  const change = useChange();
  const { search = '' } = useSearch({ from: '/problems' });
  const [typed, setTyped] = useState(search);
  const look = useDebouncedHere((value) => change({ search: value || undefined }), TYPING_PAUSE_MS);
  return (
    <SearchField
      label={t('problems.search')}
      placeholder={t('problems.searchPlaceholder')}
      clearLabel={t('problems.clearSearch')}
      value={typed}
      onChange={(value) => {
        setTyped(value);
        look(value.trim());
      }}
    />
  );
}

/** What the list is narrowed to and sorted by. All of it stands in the address. */
export function ProblemFilters({ isVisitor }: { isVisitor: boolean }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/problems' });
  const change = useChange();
  return (
    <div className={classes.filters} role="group" aria-label={t('problems.filters')}>
      {!isVisitor && (
        <select
          aria-label={t('problems.columnState')}
          value={search.solved ?? ''}
          onChange={({ target: { value } }) =>
            change({ solved: SOLVED_STATES.find((state) => state === value) })
          }
        >
          <option value="">{t('problems.anyState')}</option>
          {SOLVED_STATES.map((state) => (
            <option key={state} value={state}>
              {t(`problems.state.${state}`)}
            </option>
          ))}
        </select>
      )}
      <LevelSelects />
      <TagSelect />
      {!isVisitor && (
        <Button
          size="sm"
          variant="default"
          aria-pressed={search.favourite === true}
          className={classes.toggle}
          leftSection={search.favourite ? <StarFullIcon size={14} /> : <StarIcon size={14} />}
          onClick={() => change({ favourite: search.favourite ? undefined : true })}
        >
          {t('problems.favourites')}
        </Button>
      )}
      {isFiltered(search) && (
        <Link to="/problems" search={{ order: search.order }} className={classes.clear}>
          {t('problems.clearFilters')}
        </Link>
      )}
      <select
        className={classes.order}
        aria-label={t('problems.order')}
        value={search.order ?? ''}
        onChange={({ target: { value } }) =>
          change({ order: PROBLEM_ORDERS.find((order) => order === value) })
        }
      >
        <option value="">
          {t(search.search === undefined ? 'problems.orderBy.id' : 'problems.orderBy.relevance')}
        </option>
        {PROBLEM_ORDERS.map((order) => (
          <option key={order} value={order}>
            {t(`problems.orderBy.${order}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function LevelSelects() {
  const { t } = useTranslation();
  const { from, to } = useSearch({ from: '/problems' });
  const change = useChange();
  const read = (value: string) => (value === '' ? undefined : Number(value));
  return (
    <span className={classes.range}>
      <select
        aria-label={t('problems.levelFrom')}
        value={from ?? ''}
        onChange={({ target: { value } }) => {
          const lowest = read(value);
          const highest = to === undefined || lowest === undefined ? to : Math.max(to, lowest);
          change({ from: lowest, to: highest });
        }}
      >
        <option value="">{t('problems.levelFrom')}</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {t('problems.level', { level })}
          </option>
        ))}
      </select>
      <span aria-hidden="true">–</span>
      <select
        aria-label={t('problems.levelTo')}
        value={to ?? ''}
        onChange={({ target: { value } }) => {
          const highest = read(value);
          const lowest =
            from === undefined || highest === undefined ? from : Math.min(from, highest);
          change({ from: lowest, to: highest });
        }}
      >
        <option value="">{t('problems.levelTo')}</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {t('problems.level', { level })}
          </option>
        ))}
      </select>
    </span>
  );
}

function TagSelect() {
  const { t, i18n } = useTranslation();
  const search = useSearch({ from: '/problems' });
  const change = useChange();
  const { data: tags = [], isSuccess } = useQuery(tagsQuery);
  const chosen = tagsOf(search);
  const name = (slug: string) =>
    tags.find((tag) => tag.slug === slug)?.names[i18n.language] ?? slug;
  const set = (slugs: string[]) => change({ tag: slugs.join(',') || undefined });
  if (isSuccess && tags.length === 0 && chosen.length === 0) return null;
  return (
    <>
      <select
        aria-label={t('problems.addTag')}
        value=""
        disabled={chosen.length >= MOST_TAGS}
        onChange={({ target: { value } }) => set([...chosen, value])}
      >
        <option value="">{t('problems.addTag')}</option>
        {tags
          .filter(({ slug }) => !chosen.includes(slug))
          .map(({ slug }) => (
            <option key={slug} value={slug}>
              {name(slug)}
            </option>
          ))}
      </select>
      {chosen.map((slug) => (
        <Button
          key={slug}
          size="sm"
          variant="default"
          aria-label={t('problems.removeTag', { tag: name(slug) })}
          onClick={() => set(chosen.filter((other) => other !== slug))}
        >
          #{name(slug)} <CloseIcon size={11} />
        </Button>
      ))}
    </>
  );
}
