import { api, unwrap } from '@/lib/api/client';

export interface Favourite {
  slug: string;
  isFavourite: boolean;
}

export async function setFavourite({ slug, isFavourite }: Favourite): Promise<void> {
  const options = { params: { path: { slug } } };
  await unwrap(
    isFavourite
      ? api.PUT('/api/v1/problems/{slug}/favourite', options)
      : api.DELETE('/api/v1/problems/{slug}/favourite', options),
  );
}
