"""What the paper says: a document in, a typed record out. Pure Python, without Django."""
