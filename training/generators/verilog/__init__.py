"""One module a family: `generate(rng)` gives a `Design`. Modules that begin with `_` are shared parts, not families."""
