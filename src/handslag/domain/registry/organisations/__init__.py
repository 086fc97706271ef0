"""The county, its organisations, how many people they answer for, and groups of them."""
