/** User names as people type or paste them. */
export const namesOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
