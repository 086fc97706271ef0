"""Documents beside each other: two readings of one, a notice and its minutes, one body over time.

What is found is kept with both documents until it is no longer true, and what somebody has
dismissed stays dismissed. The comparing itself is pure; `keeping` fetches and writes.
"""
