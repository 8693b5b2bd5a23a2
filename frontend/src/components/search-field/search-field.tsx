import { IconButton } from '@/components/button/button';
import { CloseIcon, SearchIcon } from '@/components/icons';

import classes from './search-field.module.css';

interface Props {
  label: string;
  clearLabel: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
}

/** One line to search by, with a way to empty it. */
export function SearchField({ label, clearLabel, placeholder, value, onChange }: Props) {
  return (
    <span className={classes.field}>
      <SearchIcon size={15} />
      <input
        type="search"
        className={classes.input}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value !== '' && (
        <IconButton aria-label={clearLabel} onClick={() => onChange('')}>
          <CloseIcon size={13} />
        </IconButton>
      )}
    </span>
  );
}
