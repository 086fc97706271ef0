"""Who may decide what: mandates with their days and grounds."""
