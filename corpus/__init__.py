"""Files in, articles out: text, structure and exact offsets."""
