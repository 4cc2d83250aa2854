"""Facts are found in documents. Imports corpus."""
