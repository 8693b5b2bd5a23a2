import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { tagsQuery } from '@/features/problems/api/get-tags';

/** From slug to name in the language of the page; a slug without a name is shown as it is. */
export function useTagNames(): ReadonlyMap<string, string> {
  const { i18n } = useTranslation();
  const { data: tags = [] } = useQuery(tagsQuery);
  return new Map(tags.map(({ slug, names }) => [slug, names[i18n.language] ?? slug]));
}
