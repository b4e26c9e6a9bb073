"""One module a file format: bytes in, `Draft` out."""
