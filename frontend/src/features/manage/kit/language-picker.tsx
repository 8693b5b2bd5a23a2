import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { languagesQuery } from '@/features/manage/kit/languages';

import classes from './language-picker.module.css';

interface Props {
  label: string;
  /** Ids of the language table; none allows all. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** In which languages one may hand in. */
export function LanguagePicker({ label, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const known = useQuery(languagesQuery).data ?? [];
  // A language that is gone from the table can still be taken off the list.
  const gone = chosen.filter((id) => !known.some((one) => one.id === id));
  const all = [...known, ...gone.map((id) => ({ id, name: id }))];
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{label}</legend>
      <div className={classes.choices}>
        {all.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(checked ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            />{' '}
            {name}
          </label>
        ))}
      </div>
      <p className={classes.hint}>
        {chosen.length === 0
          ? t('manage.allLanguages')
          : t('manage.someLanguages', { count: chosen.length })}
      </p>
    </fieldset>
  );
}
