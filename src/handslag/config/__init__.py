"""How one installation is set up: settings, URLs, the WSGI application."""
