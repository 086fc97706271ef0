"""News: what is due soon and what has happened, told to each person once, as they wish."""
