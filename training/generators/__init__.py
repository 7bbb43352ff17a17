"""Parametric generators of correct designs, one folder a domain, one module a family."""
