"""Lists of people and memberships on their way into the register: row by row, nothing guessed.

A list is read into rows; each row is held against the register and told to be new, changed, the
same or unclear; a person decides; what was decided is done step by step, each step wholly or not
at all.
"""
