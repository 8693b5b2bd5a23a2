import { useTranslation } from 'react-i18next';

import { IconButton } from '@/components/button/button';
import { StarFullIcon, StarIcon } from '@/components/icons';
import { useFavourite } from '@/features/problems/use-favourite';

import classes from './favourite-button.module.css';

interface Props {
  slug: string;
  title: string;
  isFavourite: boolean;
}

export function FavouriteButton({ slug, title, isFavourite }: Props) {
  const { t } = useTranslation();
  const { mutate } = useFavourite();
  const Star = isFavourite ? StarFullIcon : StarIcon;
  return (
    <IconButton
      className={classes.star}
      aria-label={t('problems.favouriteOf', { title })}
      aria-pressed={isFavourite}
      onClick={() => mutate({ slug, isFavourite: !isFavourite })}
    >
      <Star size={15} />
    </IconButton>
  );
}
