"""How the models that ship are made: from a path to the data to the file, by one command."""
