"""How submissions went, for their staff: data for plots."""
