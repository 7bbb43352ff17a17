"""``hardsight demo``: one broken, real-sized file of each language taken through a real LSP session."""
