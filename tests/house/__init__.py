"""Tests about the house itself: what is shipped, pinned, tracked, and how large it is."""
