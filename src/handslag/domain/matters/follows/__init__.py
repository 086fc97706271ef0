"""Who wants to be told what is new about which matters and bodies."""
