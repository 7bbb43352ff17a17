"""Mutations that imitate how people and language models err, and harmless rewrites that must change nothing."""
