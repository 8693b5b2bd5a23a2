/** Mantine's inputs, with the style sheets that they need: only pages with a form load them. */
import './inputs.css';

export { Checkbox, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
