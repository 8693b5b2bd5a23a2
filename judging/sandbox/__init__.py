"""Where everything untrusted runs. Callers know only what ``protocol`` defines."""
