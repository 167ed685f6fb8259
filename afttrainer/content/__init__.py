"""What the room speaks in: the glossary's codes, their words, and the exercise scripts."""
