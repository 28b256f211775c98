"""The readers: each takes the bytes of one format and gives the same kind of manuscript."""
