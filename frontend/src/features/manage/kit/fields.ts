import { useState, type ChangeEvent, type Dispatch, type SetStateAction } from 'react';

import { useSave } from '@/features/manage/kit/use-save';
import { fieldMessage } from '@/lib/error-message';

type Values = Record<string, string | boolean>;
type Typed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;
type NamesOf<V extends Values, Kind> = {
  [Name in keyof V]: V[Name] extends Kind ? Name : never;
}[keyof V] &
  string;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * What stands in a form's inputs. It outlives a refused attempt: `error`'s messages by field stand
 * beside their inputs, whichever way the server spells the names.
 */
export function useFields<V extends Values>(initial: V, error: unknown = null) {
  const [values, setValues] = useState(initial);
  return inputsOf(values, setValues, error);
}

/** A form's inputs together with what saving them does. `'clear'` empties them when that is done. */
export function useEdit<V extends Values, Data>(
  initial: V,
  act: (values: V) => Promise<Data>,
  onDone?: 'clear' | ((data: Data) => unknown),
) {
  const [values, setValues] = useState(initial);
  const save = useSave(
    () => act(values),
    (data: Data) => (onDone === 'clear' ? setValues(initial) : onDone?.(data)),
  );
  const submit = () => save.mutate();
  return { fields: inputsOf(values, setValues, save.error), save, submit };
}

function inputsOf<V extends Values>(
  values: V,
  setValues: Dispatch<SetStateAction<V>>,
  error: unknown,
) {
  const put = (part: Partial<V>) => setValues((current) => ({ ...current, ...part }));
  const wrong = (name: string) => fieldMessage(error, name) ?? fieldMessage(error, snake(name));
  return {
    values,
    put,
    /** Props of an input for text. */
    text: (name: NamesOf<V, string>) => ({
      name,
      value: values[name] as string,
      error: wrong(name),
      onChange: (event: Typed) => put({ [name]: event.currentTarget.value } as Partial<V>),
    }),
    /** Props of a checkbox. */
    check: (name: NamesOf<V, boolean>) => ({
      name,
      checked: values[name] as boolean,
      error: wrong(name),
      onChange: (event: ChangeEvent<HTMLInputElement>) =>
        put({ [name]: event.currentTarget.checked } as Partial<V>),
    }),
  };
}

/** For `<input type="datetime-local">`, in the time zone of the browser; empty for null. */
export function toLocalInput(iso: string | null | undefined): string {
  if (iso === null || iso === undefined) return '';
  const then = new Date(iso);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that such an input says; null when it is empty. */
export function fromLocalInput(text: string): string | null {
  return text === '' ? null : new Date(text).toISOString();
}

/** A whole or broken number; null when the input is empty. */
export function toNumber(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** Of two inputs of one shape, what the later one has otherwise than the first. */
export function changedOf<Input extends object>(before: Input, after: Input): Partial<Input> {
  const kept = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Input]),
  );
  return Object.fromEntries(kept) as Partial<Input>;
}
