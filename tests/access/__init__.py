"""Who sees and does what: every address and every action, as every role, in every state."""
