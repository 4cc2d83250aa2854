"""A catalogue goes out: cases, duplicates, clusters, search, files. Imports corpus and extractors."""
