"""What is wrong with the surroundings, said in one sentence to the person who started us."""


class Trouble(Exception):
    """Its text is a whole sentence for a person; the scripts print it and exit with 1."""
