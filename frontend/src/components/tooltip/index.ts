/** Mantine's tooltip, with its style sheet. */
import './tooltip.css';

export { Tooltip } from '@mantine/core';
