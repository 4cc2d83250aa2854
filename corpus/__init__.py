"""Documents come in: find, read, clean, segment. Imports nothing of ours."""
