"""What is made of what is true: search now; documents, calendars and open data as they come."""
