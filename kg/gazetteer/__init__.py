"""Known actors, the forms of their names, and who held which office when."""
