"""The command line. A command is a module of its own; `main` registers them."""
