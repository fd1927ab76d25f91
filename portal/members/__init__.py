"""How an organisation organises itself: who belongs to it, how people get in and out, and in what role."""
