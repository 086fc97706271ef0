"""The log of every action: who did what to which thing, and when."""
