"""The room: who is there, where the meeting is on its agenda, and what is said."""
