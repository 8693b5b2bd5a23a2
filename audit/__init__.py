"""Who did what: a row for every act of staff, which nobody changes."""
