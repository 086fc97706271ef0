"""A region's identity provider, real but for its people: to be run in a process of its own."""
