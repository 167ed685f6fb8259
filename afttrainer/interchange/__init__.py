"""Readers and writers of what travels to other programs: pure, no Flask and no database."""
