"""The load balancer: which rule sends a request where, and who is well enough to get it."""
