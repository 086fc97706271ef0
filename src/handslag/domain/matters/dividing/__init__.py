"""Which of an item's several matters a clause belongs to: said by a person, or by its words."""
