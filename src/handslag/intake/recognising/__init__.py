"""Reading what takes long, a scan or pictures, while nobody has to wait for it.

The file is kept at once, and read by a worker: a process of its own, beside the server or
anywhere else that reaches the same database and files.
"""
