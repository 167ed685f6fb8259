"""Measurements to print and look at, never to assert: `python -m tests.bench`, or `make bench`."""
