import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button, IconButton } from '@/components/button/button';
import { ArrowIcon, CloseIcon } from '@/components/icons';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { Form } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import type { ManagedProblemSet } from '@/features/manage/sets/api';
import { PutSetProblems } from '@/features/manage/sets/sets.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

interface Place {
  key: string;
  problemSlug: string;
  title: string;
  label: string;
  points: string;
  weight: string;
  colour: string;
}

const COLOURS = ['#e6194b', '#3cb44b', '#ffe119', '#4363d8', '#f58231', '#911eb4', '#46f0f0'];

function placesOf(set: ManagedProblemSet): Place[] {
  return set.problems.map((place) => ({
    key: place.id,
    problemSlug: place.problemSlug,
    title: place.problemTitle,
    label: place.label,
    points: String(place.points),
    weight: String(place.weight),
    colour: place.colour,
  }));
}

/** Which problems a set has, in which order, under which labels. Saved as a whole. */
export function PlacesPanel({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const isContest = set.kind === 'contest';
  const [places, setPlaces] = useState(() => placesOf(set));
  const [added, setAdded] = useState('');
  const save = useSave(() =>
    request(PutSetProblems, {
      slug: set.slug,
      places: places.map(({ problemSlug, label, points, weight, colour }) => ({
        problemSlug,
        label,
        points: Number(points),
        weight: Number(weight),
        colour,
      })),
    }),
  );
  const put = (index: number, part: Partial<Place>) =>
    setPlaces((all) => all.map((place, at) => (at === index ? { ...place, ...part } : place)));
  const move = (index: number) =>
    setPlaces((all) => {
      const [place, above] = [all[index], all[index - 1]];
      if (place === undefined || above === undefined) return all;
      const next = [...all];
      next.splice(index - 1, 2, place, above);
      return next;
    });
  const add = () => {
    const slugs = added.split(/[\s,]+/).filter(Boolean);
    setPlaces((all) => [
      ...all,
      ...slugs.map((problemSlug, index) => ({
        key: `${problemSlug}-${all.length + index}`,
        problemSlug,
        title: '',
        label: String.fromCharCode(65 + ((all.length + index) % 26)),
        points: '100',
        weight: '1',
        colour: isContest ? (COLOURS[(all.length + index) % COLOURS.length] ?? '') : '',
      })),
    ]);
    setAdded('');
  };
  return (
    <>
      <form
        className={classes.tools}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label className={classes.dim}>
          {t('managedSets.addProblems')}{' '}
          <input
            className={classes.wide}
            value={added}
            placeholder="aplusb, two-sum"
            onChange={(event) => setAdded(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" size="xs" variant="default" disabled={added.trim() === ''}>
          {t('managedSets.add')}
        </Button>
      </form>
      <Form
        save={save}
        submitLabel={t('managedSets.saveProblems')}
        savedLabel={t('manage.saved')}
        onSave={() => save.mutate()}
      >
        {places.length === 0 ? (
          <Note title={t('managedSets.noProblemsTitle')} text={t('managedSets.noProblemsText')} />
        ) : (
          <DataTable
            label={t('managedSets.part.problems')}
            head={
              <>
                <th>{t('managedSets.label')}</th>
                <th>{t('managedSets.problem')}</th>
                <th>{t('managedSets.points')}</th>
                <th>{t(isContest ? 'managedSets.colour' : 'managedSets.weight')}</th>
                <th>
                  <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                </th>
              </>
            }
          >
            {places.map((place, index) => {
              const of = (what: string) => `${what}: ${place.problemSlug}`;
              return (
                <tr key={place.key}>
                  <td>
                    <input
                      className={classes.narrow}
                      aria-label={of(t('managedSets.label'))}
                      required
                      maxLength={8}
                      value={place.label}
                      onChange={(event) => put(index, { label: event.currentTarget.value })}
                    />
                  </td>
                  <td data-wide>
                    {place.title} <span className={classes.code}>{place.problemSlug}</span>
                  </td>
                  <td>
                    <input
                      type="number"
                      className={classes.narrow}
                      aria-label={of(t('managedSets.points'))}
                      min={0}
                      value={place.points}
                      onChange={(event) => put(index, { points: event.currentTarget.value })}
                    />
                  </td>
                  <td>
                    {isContest ? (
                      <input
                        type="color"
                        className={classes.swatch}
                        aria-label={of(t('managedSets.colour'))}
                        value={place.colour || '#888888'}
                        onChange={(event) => put(index, { colour: event.currentTarget.value })}
                      />
                    ) : (
                      <input
                        type="number"
                        className={classes.narrow}
                        aria-label={of(t('managedSets.weight'))}
                        min={0}
                        step="0.1"
                        value={place.weight}
                        onChange={(event) => put(index, { weight: event.currentTarget.value })}
                      />
                    )}
                  </td>
                  <td>
                    <span className={classes.acts}>
                      <IconButton
                        aria-label={of(t('managedSets.up'))}
                        disabled={index === 0}
                        onClick={() => move(index)}
                      >
                        <span className={classes.up}>
                          <ArrowIcon size={14} />
                        </span>
                      </IconButton>
                      <IconButton
                        aria-label={of(t('manage.remove'))}
                        onClick={() => setPlaces((all) => all.filter((_, at) => at !== index))}
                      >
                        <CloseIcon size={14} />
                      </IconButton>
                    </span>
                  </td>
                </tr>
              );
            })}
          </DataTable>
        )}
      </Form>
    </>
  );
}
