"""The post: letters that wait are made and handed to the mail server, each of them once."""
