"""Measurements of films: see README.md."""
