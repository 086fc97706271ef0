"""People and memberships as spreadsheets, in the form in which they can be read back."""
