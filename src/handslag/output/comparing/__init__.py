"""What differs between two texts, word by word, for a reader to see."""
