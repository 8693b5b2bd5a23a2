/** Mantine's tabs, with the style sheets that they need. */
import './tabs.css';

export { Tabs } from '@mantine/core';
