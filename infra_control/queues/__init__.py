"""The queues: what waits, what died and why, and sending it on its way again."""
