"""Measurements of the live room: `make bench-live`, or `python -m tests.bench.live command_path`.

How to read the lines: `README.md` in this folder.
"""
