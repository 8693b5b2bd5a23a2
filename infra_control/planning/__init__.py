"""The blueprint laid beside what runs."""
