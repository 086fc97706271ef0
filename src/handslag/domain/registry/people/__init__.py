"""Where people work and how they are reached, and who sits in a body on a day."""
