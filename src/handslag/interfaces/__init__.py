"""Who meets Handslag: people at the web pages, people and programs at the command line."""
