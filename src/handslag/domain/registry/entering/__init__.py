"""Who is let in: accounts beside the people they belong to, and the bodies and principals."""
