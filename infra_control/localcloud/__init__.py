"""The whole site on one machine, its AWS included: ``python -m infra_control.localcloud``."""
