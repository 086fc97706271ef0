"""The papers themselves: files, their canonical texts, places in them, and evidence."""
