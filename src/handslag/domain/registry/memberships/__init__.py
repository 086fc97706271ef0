"""Who sits in which body, as what and for which principal, from one day to another."""
