"""An invented group to try everything with: its people, patients and films do not exist."""
