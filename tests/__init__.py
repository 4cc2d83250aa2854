"""Tests, in rooms that mirror the packages; cases/*.yml hold text and what is expected of it."""
