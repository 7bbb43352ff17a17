"""Modules that list `MUTATIONS`, by what they change."""
